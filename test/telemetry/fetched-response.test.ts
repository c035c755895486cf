// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { get } from 'node:http';
import { createRequire } from 'node:module';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  json,
  scriptedServer,
  type ScriptedServer,
} from './support/scripted-server.ts';
import { track, type Tracked } from './support/tracked.ts';

const undici = createRequire(import.meta.url)(
  'undici'
) as typeof import('undici');
const http = createRequire(import.meta.url)('http') as { get: typeof get };

const PATH = '/v1/responses/resp_1';
const stored = {
  id: 'resp_1',
  object: 'response',
  status: 'completed',
  model: 'gpt-4.1-2025-04-14',
  output: [],
  usage: { input_tokens: 40, output_tokens: 20, total_tokens: 60 },
};
const events =
  'event: response.in_progress\n' +
  `data: ${JSON.stringify({ type: 'response.in_progress', response: { ...stored, status: 'in_progress' } })}\n\n` +
  'event: response.completed\n' +
  `data: ${JSON.stringify({ type: 'response.completed', response: stored })}\n\n`;

/** The ways in which an application can fetch; each reads the whole answer. */
const transports: Record<string, (url: string) => Promise<unknown>> = {
  fetch: async url => (await fetch(url)).text(),
  undici: async url => (await undici.request(url)).body.text(),
  'node:http': url =>
    new Promise((resolve, reject) => {
      http
        .get(url, response => response.on('end', resolve).resume())
        .on('error', reject);
    }),
};

describe('a stored response that is fetched', () => {
  let tracked: Tracked | undefined;
  let server: ScriptedServer;

  beforeEach(async () => {
    server = await scriptedServer((request, response) => {
      if (request.url?.includes('stream=true')) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(events);
      } else json(response, 200, stored);
    });
  });
  afterEach(async () => {
    await tracked?.stop();
    await server.close();
  });

  const attributes = (origin: string) => ({
    'gen_ai.operation.name': 'fetch_response',
    'gen_ai.provider.name': 'openai',
    'gen_ai.response.id': 'resp_1',
    'gen_ai.response.model': 'gpt-4.1-2025-04-14',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.response.status': 'completed',
    'openai.api.type': 'responses',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(origin).port),
  });

  for (const semconv of ['latest', 'both'] as const) {
    for (const [name, fetchIt] of Object.entries(transports)) {
      it(`has a span and a duration, and no tokens, by ${name} in profile ${semconv}`, async () => {
        tracked = track({ semconv });
        await fetchIt(server.origin + PATH);
        const [span, ...more] = tracked.spans;
        assert.deepEqual(more, []);
        assert.equal(span!.name, 'fetch_response');
        assert.equal(span!.kind, SpanKind.CLIENT);
        assert.equal(span!.status.code, SpanStatusCode.UNSET);
        assert.deepEqual(span!.attributes, attributes(server.origin));
        const series = await tracked.series();
        assert.deepEqual(
          series.map(({ name: metric, count }) => [metric, count]),
          [['gen_ai.client.operation.duration', 1]]
        );
      });
    }
  }

  it('that goes on as a stream tells from where, and no chunks: those are of inferences', async () => {
    tracked = track({ semconv: 'latest' });
    const url = `${server.origin}${PATH}?stream=true&starting_after=42`;
    await transports['fetch']!(url);
    assert.deepEqual(tracked.spans[0]!.attributes, {
      ...attributes(server.origin),
      'gen_ai.request.stream_cursor': '42',
    });
    assert.deepEqual(
      (await tracked.series()).map(({ name }) => name),
      ['gen_ai.client.operation.duration']
    );
  });

  it('is left alone in profile v1.41, and is what is below it or deletes it in any', async () => {
    tracked = track();
    await transports['fetch']!(server.origin + PATH);
    await tracked.stop();
    assert.deepEqual(tracked.spans, []);
    tracked = track({ semconv: 'latest' });
    for (const [method, path] of [
      ['GET', `${PATH}/input_items`],
      ['DELETE', PATH],
      ['POST', `${PATH}/cancel`],
      ['GET', '/v1/responses'],
    ]) {
      await (await fetch(server.origin + path!, { method: method! })).text();
    }
    assert.deepEqual(tracked.spans, []);
  });

  it("is no part of somebody else's inference that waits for it", async () => {
    tracked = track({ semconv: 'latest' });
    const theirs = tracked.tracerOf('theirs').startSpan('chat', {
      attributes: { 'gen_ai.operation.name': 'chat' },
    });
    await context.with(trace.setSpan(context.active(), theirs), () =>
      transports['fetch']!(server.origin + PATH)
    );
    theirs.end();
    assert.deepEqual(
      tracked.spans.map(({ name }) => name),
      ['fetch_response', 'chat']
    );
    assert.deepEqual(tracked.spans[1]!.attributes, {
      'gen_ai.operation.name': 'chat',
    });
  });

  it('is not told twice where somebody else has a span for the same', async () => {
    tracked = track({ semconv: 'latest' });
    const theirs = tracked.tracerOf('theirs').startSpan('theirs', {
      attributes: { 'gen_ai.operation.name': 'fetch_response' },
    });
    await context.with(trace.setSpan(context.active(), theirs), () =>
      transports['fetch']!(server.origin + PATH)
    );
    theirs.end();
    const [span, ...more] = tracked.spans;
    assert.deepEqual(more, []);
    assert.equal(span!.attributes['gen_ai.response.status'], 'completed');
  });
});
