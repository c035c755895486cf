// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { context, createContextKey } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { forgetReports } from '../../src/guard.ts';
import {
  BODY,
  failure,
  outcome,
  PATH,
  STREAMING,
  success,
  transports,
} from './support/calling.ts';
import {
  completion,
  event,
  json,
  scriptedServer,
  type ScriptedServer,
  type Script,
} from './support/scripted-server.ts';
import { inSpan, track, type Tracked } from './support/tracked.ts';

for (const [name, send] of Object.entries(transports)) {
  describe(`a call by ${name}`, () => {
    let tracked: Tracked;
    let server: ScriptedServer | undefined;

    const serve = async (script: Script): Promise<string> => {
      server = await scriptedServer(script);
      return server.origin + PATH;
    };

    beforeEach(() => {
      tracked = track();
    });
    afterEach(async () => {
      await tracked.stop();
      await server?.close();
      server = undefined;
    });

    it("is a child of the application's span, which is what its own work sees", async () => {
      const url = await serve((_, response) => json(response, 200, completion));
      await inSpan(tracked, 'work', async () => {
        await send(url, { body: BODY });
        tracked.tracer.startSpan('after').end();
      });
      const [call, after, work] = tracked.spans as [
        ReadableSpan,
        ReadableSpan,
        ReadableSpan,
      ];
      assert.deepEqual(
        [call.name, after.name, work.name],
        ['chat gpt-4o', 'after', 'work']
      );
      assert.equal(call.parentSpanContext?.spanId, work.spanContext().spanId);
      assert.equal(after.parentSpanContext?.spanId, work.spanContext().spanId);
      assert.deepEqual(await outcome(tracked), success);
    });

    it('counts the attempts that an SDK says it made before', async () => {
      const url = await serve((_, response) => json(response, 200, completion));
      await send(url, {
        body: BODY,
        headers: { 'X-Stainless-Retry-Count': '2' },
      });
      const [span] = tracked.genai();
      assert.equal(span!.attributes['http.request.resend_count'], 2);
    });

    for (const [header, expected] of [
      ['attempt=1; max=3', undefined],
      ['attempt=3; max=3', 2],
    ] as const) {
      it(`counts the attempts before ${header}, as the SDKs of AWS say it`, async () => {
        const url = await serve((_, response) =>
          json(response, 200, completion)
        );
        await send(url, { body: BODY, headers: { 'amz-sdk-request': header } });
        const [span] = tracked.genai();
        const said = span!.attributes['http.request.resend_count'];
        assert.equal(said, expected);
      });
    }

    it('measures a stream: first chunk, chunks, tokens', async () => {
      const url = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': comment\n\n');
        let left = 3;
        const next = (): void => {
          if (left-- > 0) {
            response.write(event('x'));
            setTimeout(next, 15);
            return;
          }
          const { choices, ...rest } = completion;
          response.write(`data: ${JSON.stringify({ ...rest, choices })}\n\n`);
          response.end('data: [DONE]\n\n');
        };
        setTimeout(next, 30);
      });
      await send(url, { body: STREAMING });
      assert.deepEqual(await outcome(tracked), success);
      const [span] = tracked.genai();
      const firstChunk = span!.attributes[
        'gen_ai.response.time_to_first_chunk'
      ] as number;
      assert.ok(firstChunk >= 0.025, `a comment is no chunk: ${firstChunk}`);
      const shared = {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
        'server.address': '127.0.0.1',
        'server.port': Number(new URL(url).port),
      };
      const byName = (a: { metric: string }, b: { metric: string }): number =>
        a.metric.localeCompare(b.metric);
      const measured = (await tracked.series()).map(
        ({ name: metric, unit, count, attributes }) => ({
          metric,
          unit,
          count,
          attributes,
        })
      );
      const expected = [
        {
          metric: 'gen_ai.client.operation.duration',
          unit: 's',
          count: 1,
          attributes: shared,
        },
        {
          metric: 'gen_ai.client.token.usage',
          unit: '{token}',
          count: 1,
          attributes: { ...shared, 'gen_ai.token.type': 'input' },
        },
        {
          metric: 'gen_ai.client.token.usage',
          unit: '{token}',
          count: 1,
          attributes: { ...shared, 'gen_ai.token.type': 'output' },
        },
        {
          metric: 'gen_ai.client.operation.time_to_first_chunk',
          unit: 's',
          count: 1,
          attributes: shared,
        },
        {
          metric: 'gen_ai.client.operation.time_per_output_chunk',
          unit: 's',
          count: 3,
          attributes: shared,
        },
      ];
      assert.deepEqual(measured.sort(byName), expected.sort(byName));
    });

    it('makes nothing of what is not inference, or is suppressed', async () => {
      const url = await serve((_, response) => json(response, 200, completion));
      const key = createContextKey(
        'OpenTelemetry SDK Context Key SUPPRESS_TRACING'
      );
      await context.with(context.active().setValue(key, true), () =>
        send(url, { body: BODY })
      );
      await send(url.replace('/completions', '/history'), { body: BODY });
      assert.deepEqual(tracked.spans, []);
      assert.deepEqual(await tracked.series(), []);
    });

    it('is told to the hooks, whose failures are not the application’s', async () => {
      const url = await serve((_, response) => json(response, 429, {}));
      const hooked: unknown[] = [];
      await tracked.stop();
      forgetReports();
      tracked = track({
        requestHook(span, { method, provider, operation }) {
          span.setAttribute('mine', true);
          hooked.push({ method, provider, operation });
          throw new Error('hook');
        },
        responseHook(_, { status, errorType }) {
          hooked.push({ status, errorType });
          throw new Error('hook');
        },
      });
      assert.equal(await send(url, { body: BODY }), '{}');
      assert.deepEqual(hooked, [
        { method: 'POST', provider: 'openai', operation: 'chat' },
        { status: 429, errorType: '429' },
      ]);
      assert.equal(tracked.genai()[0]!.attributes['mine'], true);
    });

    it('is left out when ignoreRequest says so', async () => {
      const url = await serve((_, response) => json(response, 200, completion));
      await tracked.stop();
      tracked = track({ ignoreRequest: ({ url: { port } }) => port !== '' });
      await send(url, { body: BODY });
      assert.deepEqual(tracked.spans, []);
    });

    it('reads the facts of a body above maxBodyBytes, which bounds content', async () => {
      const big = { ...completion, padding: 'x'.repeat(5000) };
      const url = await serve((_, response) => json(response, 200, big));
      await tracked.stop();
      tracked = track({ maxBodyBytes: 4096 });
      const text = await send(url, { body: BODY });
      assert.equal(text, JSON.stringify(big));
      assert.deepEqual(await outcome(tracked), success);
    });

    it('is one call when it cannot be read at all', async () => {
      const url = await serve((_, response) => {
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        });
        response.end('{"not": "gzip');
      });
      await send(url, { body: '{"model":"gpt-4o"' }).catch(() => {});
      const [span, ...more] = tracked.genai();
      assert.ok(span);
      assert.deepEqual(more, []);
      assert.equal(span.attributes['gen_ai.response.id'], undefined);
    });
  });
}

describe('a response that the application leaves early', () => {
  let tracked: Tracked;
  let server: ScriptedServer;

  beforeEach(async () => {
    tracked = track();
    server = await scriptedServer((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event('a'));
      if (request.url?.includes('finished')) {
        response.write(
          `data: ${JSON.stringify(completion)}\n\ndata: [DONE]\n\n`
        );
      }
    });
  });
  afterEach(async () => {
    await tracked.stop();
    await server.close();
  });

  const readUntil = async (url: string, word: string): Promise<void> => {
    const response = await fetch(url, { method: 'POST', body: STREAMING });
    for await (const part of response.body!) {
      if (Buffer.from(part).includes(word)) break;
    }
  };

  it('is aborted when it is left before its last word', async () => {
    await readUntil(server.origin + PATH, 'chatcmpl');
    assert.deepEqual(await outcome(tracked), failure('aborted'));
  });

  it('is a success when it is left after its last word', async () => {
    await readUntil(`${server.origin}/finished${PATH}`, '[DONE]');
    assert.deepEqual(await outcome(tracked), success);
  });
});
