// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Where somebody else makes inference spans too: there must be one of them for each call, theirs, with what the wire
// says added to it, and every measurement must have been made once.
import { CONNECTION } from './judge.mjs';

const OURS = 'opentelemetry-instrumentation-genai';
const ERROR = 2;
const INFERENCES = new Set([
  'chat',
  'text_completion',
  'generate_content',
  'embeddings',
]);

/**
 * @param {object} scenario with `calls`, one if not said: inferences in the eyes of the producer, retries and all; `lost`,
 *   where the producer never ends its span, so that we must, and measure; `endsEarly`, where it does so before the answer
 * @param {object} told by the child
 * @param {object} world with `producer`: its `scope`, and which metrics it `measures` under the names of the convention
 */
export function judgeShared(scenario, { telemetry }, world) {
  const { spans, unended, metrics } = telemetry;
  const { producer } = world;
  const attempts = world.requests.filter(({ path }) =>
    path.startsWith(`/${scenario.name}/`)
  );
  const wrong = { span: [], tokens: [], chunk: [], error: [] };
  const isInference = ({ attributes }) =>
    INFERENCES.has(attributes['gen_ai.operation.name']);
  const inferences = spans.filter(isInference);
  const { calls = 1, maker = producer.scope } = scenario;
  expect(wrong.span, 'inference spans', inferences.length, calls);
  for (const span of inferences) {
    expect(wrong.span, 'made by', span.scope, maker);
    const provider = scenario.provider ?? world.provider;
    judgeSpan(wrong.span, span, spans.concat(unended), { ...world, provider });
    judgeEnd(wrong, span, attempts, scenario);
    if (scenario.lost) judgeRecovered(wrong, span, spans, scenario);
  }
  // What else it leaves open, such as the span of an agent, is its own affair.
  const open = unended.filter(isInference);
  expect(wrong.span, 'spans never ended', open.length, 0);
  judgeMetrics(wrong, metrics, { scenario, producer, attempts, maker });
  return {
    ...wrong,
    error: scenario.lost ? wrong.error : undefined,
    tokens:
      scenario.errors?.at(-1) || scenario.endsEarly ? undefined : wrong.tokens,
    chunk:
      scenario.stream === true && !scenario.endsEarly ? wrong.chunk : undefined,
  };
}

function judgeSpan(wrong, { spanId, attributes }, spans, { provider, port }) {
  expect(wrong, 'provider', attributes['gen_ai.provider.name'], provider);
  expect(wrong, 'address', attributes['server.address'], '127.0.0.1');
  expect(wrong, 'port', attributes['server.port'], port);
  const below = spans.filter(
    ({ parentSpanId, scope }) =>
      parentSpanId === spanId && /instrumentation-(undici|http)$/.test(scope)
  );
  if (below.length === 0) wrong.push('no HTTP span below it');
}

/** Ended by us, later, as of the time when the call was over. */
function judgeRecovered(wrong, span, spans, { errors = [] }) {
  const error = errors.at(-1);
  const told = span.attributes['error.type'];
  if (error === 'connection') {
    if (!CONNECTION.has(told)) wrong.error.push(`error.type: ${told}`);
  } else {
    expect(wrong.error, 'error.type', told, error);
  }
  expect(wrong.error, 'status', span.status === ERROR, error !== undefined);
  const root = spans.find(({ scope }) => scope === 'application');
  const late = span.began + span.seconds - (root.began + root.seconds);
  if (late > 0.1) wrong.span.push(`ended ${late} s after the application`);
}

function judgeEnd(wrong, span, attempts, { errors, stream, endsEarly }) {
  const { attributes, status } = span;
  if (errors?.at(-1) !== undefined || endsEarly) return;
  // An attempt that was mended, where each has a span.
  if (status === ERROR) return;
  // With several calls the order is that of the requests; what they said is compared as a whole.
  const said = attempts.flatMap(({ usage }) => (usage ? [usage] : []));
  const told = {
    input: attributes['gen_ai.usage.input_tokens'],
    output: attributes['gen_ai.usage.output_tokens'],
  };
  const embeds = attributes['gen_ai.operation.name'] === 'embeddings';
  const fits =
    said.length === 0
      ? told.input === undefined && told.output === undefined
      : said.some(
          ({ input, output }) =>
            input === told.input && (embeds || output === told.output)
        );
  if (!fits) {
    const { input, output } = told;
    wrong.tokens.push(`${input}, ${output}, not ${JSON.stringify(said)}`);
  }
  if (attributes['gen_ai.response.model'] === undefined) {
    wrong.span.push('no response model');
  }
  const first = attributes['gen_ai.response.time_to_first_chunk'];
  if (stream === true && first === undefined) {
    wrong.chunk.push('no first chunk');
  }
}

function judgeMetrics(wrong, metrics, { scenario, producer, attempts, maker }) {
  const { calls = 1, lost } = scenario;
  const theirs = maker === OURS || lost ? [] : (producer.measures ?? []);
  const expected = {
    'gen_ai.client.operation.duration': attempts.length,
    'gen_ai.client.operation.time_to_first_chunk':
      scenario.stream === true ? calls : 0,
  };
  for (const [name, count] of Object.entries(expected)) {
    const points = metrics.filter(metric => metric.name === name);
    const scope = theirs.includes(name) ? producer.scope : OURS;
    const others = points.filter(point => point.scope !== scope);
    expect(wrong.span, `${name} by others than ${scope}`, others.length, 0);
    const recorded = points.reduce((sum, point) => sum + point.count, 0);
    // Their duration is that of the call with its retries.
    const due = theirs.includes(name) ? calls : count;
    expect(wrong.span, name, recorded, due);
  }
}

function expect(wrong, what, got, expected) {
  if (got !== expected) wrong.push(`${what}: ${got}, not ${expected}`);
}
