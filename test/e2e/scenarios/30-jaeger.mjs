// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { drawTrees } from '../../support/collector.ts';
import { startApp } from '../app.mjs';
import { startJaeger } from '../servers/jaeger.mjs';
import { startModel } from '../servers/model.mjs';
import { until } from '../until.mjs';

export const title = 'Traces of two services, read back from Jaeger';
export const needs = ['jaeger'];

const questions = {
  json: '/',
  stream: '/?stream=true',
  refused: '/?model=mock-429',
};

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const jaeger = await startJaeger(test);
  const model = await startModel(test);
  for (const [protocol, endpoint] of [
    ['http/protobuf', jaeger.otlpHttp],
    ['grpc', jaeger.otlpGrpc],
  ]) {
    const name = protocol.split('/')[0];
    await ask(test, { name, protocol, endpoint, model });
    const spans = await until('every span has come', async () => {
      const found = await jaeger.spans(`front-${name}`);
      return found.length === 15 && found;
    });
    check(test, { protocol, name, spans, model });
  }
}

/** The front service asks the back service, which asks the model; both end, and so have sent everything. */
async function ask(test, { name, protocol, endpoint, model }) {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_METRICS_EXPORTER: 'none',
  };
  const back = await startApp(test, {
    app: 'back.cjs',
    env: { ...env, OTEL_SERVICE_NAME: `back-${name}`, LLM_URL: model.url },
  });
  const [, port] = await back.said('^listening on (\\d+)$');
  const front = await startApp(test, {
    app: 'front.cjs',
    env: {
      ...env,
      OTEL_SERVICE_NAME: `front-${name}`,
      BACK_URL: `http://127.0.0.1:${port}`,
    },
  });
  for (const path of Object.values(questions)) {
    front.tell(path);
    await front.said(`^${path.replace('?', '\\?')} \\d+$`);
  }
  front.tell('end');
  assert.deepEqual(await front.ended(), { code: 0, signal: null });
  await back.ended('SIGTERM');
  assert.equal(front.stderr() + back.stderr(), '');
  assert.equal(
    front.stdout(),
    '/ 200\n/?stream=true 200\n/?model=mock-429 502\n'
  );
}

function check(test, { protocol, name, spans, model }) {
  const traceOf = path => {
    const root = spans.find(span => span.name === `answer ${path}`);
    return spans.filter(({ traceId }) => traceId === root?.traceId);
  };
  const genAIOf = path =>
    traceOf(path).find(span => span.attributes['gen_ai.operation.name']);

  for (const path of Object.values(questions)) {
    const trace = traceOf(path);
    const asked = genAIOf(path).attributes['gen_ai.request.model'];
    assert.deepEqual(drawTrees(trace), [
      `answer ${path}`,
      '  GET',
      '    GET',
      `      chat ${asked}`,
      '        POST',
    ]);
    const services = ['front', 'front', 'back', 'back', 'back'];
    assert.deepEqual(
      lineOf(trace).map(({ service }) => service),
      services.map(service => `${service}-${name}`)
    );
  }
  test.step(
    `${protocol}: own span, HTTP client, HTTP server, GenAI, HTTP: one line, over two services`
  );

  const post = traceOf(questions.json).find(({ name }) => name === 'POST');
  assert.ok(
    model.requests.some(
      ({ headers }) =>
        headers.traceparent === `00-${post.traceId}-${post.spanId}-01`
    )
  );
  test.step(`${protocol}: the model got the traceparent of the innermost span`);

  const json = genAIOf(questions.json).attributes;
  assert.deepEqual(pick(json, Object.keys(said)), said);
  assert.ok(json['gen_ai.usage.output_tokens'] > 0);
  assert.equal(json.error, undefined);
  test.step(`${protocol}: the GenAI span has its attributes`);

  const stream = genAIOf(questions.stream).attributes;
  assert.equal(stream['gen_ai.request.stream'], true);
  assert.ok(stream['gen_ai.response.time_to_first_chunk'] > 0);
  assert.ok(stream['gen_ai.usage.output_tokens'] > 0);
  test.step(`${protocol}: the stream has its time to the first chunk`);

  const refused = genAIOf(questions.refused).attributes;
  assert.equal(refused['error.type'], 'rate_limit_exceeded');
  // How Jaeger shows a status: the mark on the trace, and the code.
  assert.equal(refused.error, true);
  assert.equal(refused['otel.status_code'], 'ERROR');
  const http = traceOf(questions.refused).find(({ name }) => name === 'POST');
  assert.equal(http.attributes['http.response.status_code'], 429);
  assert.equal(http.attributes.error, true);
  test.step(`${protocol}: the refused call is marked as an error`);
}

/** What the model said of itself, as Jaeger has it: its tags know lists only as text. */
const said = {
  'span.kind': 'client',
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.response.finish_reasons': '["stop"]',
  'otel.scope.name': 'opentelemetry-instrumentation-genai',
};

function pick(attributes, names) {
  return Object.fromEntries(names.map(key => [key, attributes[key]]));
}

/** The spans of a trace without branches, outermost first. */
function lineOf(trace) {
  const line = [trace.find(span => span.parentSpanId === undefined)];
  for (;;) {
    const next = trace.find(span => span.parentSpanId === line.at(-1).spanId);
    if (next === undefined) return line;
    line.push(next);
  }
}
