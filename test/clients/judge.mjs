// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Compares the telemetry of one scenario with what the mock says that it answered.
const OURS = 'opentelemetry-instrumentation-genai';
const CLIENT = 2;
const ERROR = 2;

/** What drops a connection, in the words of each stack. */
export const CONNECTION = new Set([
  'UND_ERR_SOCKET',
  'ECONNRESET',
  'ERR_HTTP2_STREAM_ERROR',
]);

/** Clients that give a body after the request has begun, and paths that it alone tells on a host that nobody knows. */
const PIPES = /^(openai 4|axios|got|node-fetch)/;
const BODY_TELLS = /\/v1\/(completions|responses|embeddings|messages)$/;
const STOPPED = new Set(['aborted', 'timeout']);

/**
 * @param {object} scenario what was played
 * @param {object} told by the child: telemetry, and when the application had its first chunk
 * @param {{ requests: object[], port: number, provider: string }} world
 * @returns {{ span: string[], tokens: string[], chunk: string[] | undefined, error: string[] }} what is wrong, by column;
 *   `undefined` where the column has nothing to say
 */
export function judge(scenario, told, world) {
  const { spans, unended, metrics } = told.telemetry;
  const attempts = attemptsOf(scenario, world);
  const ours = spans
    .filter(({ scope }) => scope === OURS)
    // In the order of their beginning, which is that of the requests.
    .sort((one, other) => one.began - other.began);
  const wrong = { span: [], tokens: [], chunk: [], error: [] };
  if (ours.length !== attempts.length) {
    wrong.span.push(`${ours.length} spans for ${attempts.length} attempts`);
  }
  const open = unended.filter(({ scope }) => scope === OURS);
  if (open.length > 0) wrong.span.push(`${open.length} spans never ended`);
  if (scenario.parallel === true) {
    ours.sort((one, other) => outputOf(one) - outputOf(other));
    attempts.sort(
      (one, other) => one.request.usage.output - other.request.usage.output
    );
  }
  for (const [index, attempt] of attempts.entries()) {
    const span = ours[index];
    if (span === undefined) continue;
    // The instrumentation of http leaves the span of a response that is left open, without us too.
    judgeSpan(wrong.span, span, attempt, [...spans, ...unended]);
    judgeTokens(wrong.tokens, span, attempt);
    judgeFirstChunk(wrong.chunk, span, attempt, told.firstMs);
    judgeError(wrong.error, span, attempt);
  }
  judgeMetrics(wrong, metrics, ours, attempts);
  return {
    ...wrong,
    tokens: attempts.some(({ tokens }) => tokens !== 'unknown')
      ? wrong.tokens
      : undefined,
    error: attempts.length > 0 ? wrong.error : undefined,
    chunk: scenario.stream === true ? wrong.chunk : undefined,
  };
}

/** What each attempt was, from the scenario and from the server. */
function attemptsOf(scenario, world) {
  const { requests, port, provider, http2, client } = world;
  if (scenario.silent === true) return [];
  const seen = requests.filter(({ path }) =>
    path.startsWith(`/${scenario.name}/`)
  );
  const unsent = Array.from({ length: scenario.unsent ?? 0 }, () => ({}));
  return [...seen, ...unsent].map((request, index) => ({
    request,
    port: request.path === undefined ? undefined : port,
    provider: scenario.provider ?? provider,
    operation: scenario.operation ?? 'chat',
    stream: scenario.stream,
    http2,
    late: PIPES.test(client) && BODY_TELLS.test(request.path),
    tokens: scenario.tokens,
    model: scenario.model,
    error: scenario.errors?.[index],
  }));
}

function outputOf({ attributes }) {
  return attributes['gen_ai.usage.output_tokens'] ?? -1;
}

function judgeSpan(wrong, span, attempt, spans) {
  const { request, provider, operation, port } = attempt;
  const root = spans.find(({ scope }) => scope === 'application');
  expect(wrong, 'parent', span.parentSpanId, root?.spanId);
  expect(wrong, 'kind', span.kind, CLIENT);
  const { attributes } = span;
  expect(wrong, 'operation', attributes['gen_ai.operation.name'], operation);
  if (port !== undefined) {
    const model = attempt.model ?? request.model;
    expect(wrong, 'provider', attributes['gen_ai.provider.name'], provider);
    expect(wrong, 'name', span.name, `${operation} ${model}`);
    expect(wrong, 'model', attributes['gen_ai.request.model'], model);
    expect(wrong, 'address', attributes['server.address'], '127.0.0.1');
    expect(wrong, 'port', attributes['server.port'], port);
  }
  const below = spans.filter(
    ({ parentSpanId, scope }) =>
      parentSpanId === span.spanId &&
      /instrumentation-(undici|http)$/.test(scope)
  );
  // No instrumentation of HTTP/2 is there to make one.
  if (attempt.http2) return;
  // A signal that was aborted before the request stops it before HTTP.
  const stopped = port === undefined && STOPPED.has(attempt.error);
  // The HTTP span has begun before a body tells that there is one of ours.
  const due = stopped || attempt.late ? 0 : 1;
  expect(wrong, 'HTTP spans', below.length, due);
}

function judgeTokens(wrong, { attributes }, attempt) {
  const { request, error, tokens, operation } = attempt;
  if (tokens === 'unknown') return;
  const usage = error === undefined ? request.usage : undefined;
  const embeds = operation === 'embeddings';
  const { input, output } = usage ?? {};
  const expected = { input, output: embeds ? undefined : output };
  for (const kind of ['input', 'output']) {
    const told = attributes[`gen_ai.usage.${kind}_tokens`];
    expect(wrong, `${kind} tokens`, told, expected[kind]);
  }
}

/** Not before the mock has sent it, nor after the application had it. */
function judgeFirstChunk(wrong, span, { stream, request, error }, firstMs) {
  if (stream === 'unread') return;
  const told = span.attributes['gen_ai.response.time_to_first_chunk'];
  if (stream !== true || (error !== undefined && firstMs === undefined)) {
    if (stream !== true) expect(wrong, 'first chunk', told, undefined);
    return;
  }
  if (told === undefined) {
    wrong.push('no first chunk');
  } else if (told * 1000 < request.firstMs * 0.9) {
    wrong.push(`first chunk after ${told} s, sent at ${request.firstMs} ms`);
  } else if (firstMs !== undefined && told * 1000 > firstMs + 5) {
    wrong.push(`first chunk after ${told} s, application: ${firstMs} ms`);
  } else if (told > span.seconds + 0.01) {
    wrong.push(`first chunk after ${told} s of ${span.seconds} s`);
  }
}

function judgeError(wrong, { attributes, status }, { error }) {
  const told = attributes['error.type'];
  if (error === 'connection') {
    if (!CONNECTION.has(told)) wrong.push(`error.type: ${told}, not ${error}`);
  } else {
    expect(wrong, 'error.type', told, error);
  }
  expect(wrong, 'status', status === ERROR, error !== undefined);
}

/** One record of each kind for each call, with the attributes of its span. */
function judgeMetrics(wrong, metrics, ours, attempts) {
  const points = name => metrics.filter(metric => metric.name === name);
  const total = (name, member) =>
    points(name).reduce((sum, point) => sum + point[member], 0);
  const durations = 'gen_ai.client.operation.duration';
  expect(wrong.span, 'durations', total(durations, 'count'), attempts.length);
  const having = key => ours.filter(({ attributes }) => key in attributes);
  for (const kind of ['input', 'output']) {
    const recorded = points('gen_ai.client.token.usage')
      .filter(({ attributes }) => attributes['gen_ai.token.type'] === kind)
      .reduce((sum, point) => sum + point.sum, 0);
    const key = `gen_ai.usage.${kind}_tokens`;
    const told = having(key).reduce(
      (sum, { attributes }) => sum + attributes[key],
      0
    );
    expect(wrong.tokens, `${kind} tokens of metrics`, recorded, told);
  }
  expect(
    wrong.chunk,
    'first chunks of metrics',
    total('gen_ai.client.operation.time_to_first_chunk', 'count'),
    having('gen_ai.response.time_to_first_chunk').length
  );
  const failed = points(durations)
    .filter(({ attributes }) => attributes['error.type'] !== undefined)
    .reduce((sum, point) => sum + point.count, 0);
  expect(
    wrong.error,
    'failed durations',
    failed,
    attempts.filter(({ error }) => error !== undefined).length
  );
  expect(
    wrong.span,
    'still active',
    total('genai.client.active_requests', 'sum'),
    0
  );
}

function expect(wrong, what, got, expected) {
  if (got !== expected) wrong.push(`${what}: ${got}, not ${expected}`);
}
