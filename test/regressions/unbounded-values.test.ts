// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BODY, PATH, transports } from '../telemetry/support/calling.ts';
import {
  completion,
  json,
  scriptedServer,
  type Script,
} from '../telemetry/support/scripted-server.ts';
import { track, type Tracked } from '../telemetry/support/tracked.ts';
import type { GenAIInstrumentationConfig } from '../../src/index.ts';

const LONG = 'x'.repeat(200_000);
const DURATION = 'gen_ai.client.operation.duration';

async function calling(
  config: GenAIInstrumentationConfig,
  script: Script,
  use: (
    call: (body?: object, headers?: Record<string, string>) => Promise<void>,
    tracked: Tracked
  ) => Promise<void>
): Promise<void> {
  const tracked = track(config);
  const server = await scriptedServer(script);
  try {
    await use(async (body, headers = {}) => {
      await transports['fetch']!(server.origin + PATH, {
        body: body === undefined ? BODY : JSON.stringify(body),
        headers,
      });
    }, tracked);
  } finally {
    await tracked.stop();
    await server.close();
  }
}

const valuesOf = async (
  tracked: Tracked,
  attribute: string,
  metric = DURATION
): Promise<Set<unknown>> =>
  new Set(
    (await tracked.series(metric)).map(
      ({ attributes }) => attributes[attribute]
    )
  );

describe('values of requests and responses in attributes', () => {
  for (const semconv of ['v1.41', 'latest', 'both'] as const) {
    it(`are short on spans and metrics of ${semconv}, whatever was sent`, async () => {
      const answer = {
        id: LONG,
        model: LONG,
        system_fingerprint: LONG,
        service_tier: LONG,
        choices: Array.from({ length: 300 }, (_, index) => ({
          index,
          finish_reason: LONG.slice(0, 1000),
        })),
        usage: { prompt_tokens: 1, completion_tokens: 1 },
      };
      await calling(
        {
          semconv,
          metricAttributes: [
            'gen_ai.request.model',
            'gen_ai.response.model',
            'openai.response.service_tier',
            'openai.response.system_fingerprint',
          ],
        },
        (_, response) => json(response, 200, answer),
        async (call, tracked) => {
          await call({
            model: LONG,
            messages: [],
            stop: Array.from({ length: 500 }, () => LONG.slice(0, 500)),
            service_tier: LONG,
            response_format: { type: LONG },
          });
          const [span] = tracked.genai();
          assert.ok(span!.name.length < 300);
          for (const [name, value] of Object.entries(span!.attributes)) {
            assert.ok(JSON.stringify(value).length < 5000, name);
          }
          const page = JSON.stringify(await tracked.series());
          assert.ok(page.length < 50_000, String(page.length));
        }
      );
    });
  }

  it('keep whole characters where they are cut', async () => {
    await calling(
      {},
      (_, response) => json(response, 200, completion),
      async (call, tracked) => {
        await call({ model: '😀'.repeat(1000), messages: [] });
        const model = tracked.genai()[0]!.attributes['gen_ai.request.model'];
        assert.doesNotThrow(() => encodeURIComponent(model as string));
      }
    );
  });

  it('have no halves of characters, which no export can encode', async () => {
    const half = String.fromCharCode(0xd800);
    const answer = {
      id: `a${half}b`,
      model: half,
      choices: [{ index: 0, finish_reason: half }],
      usage: { prompt_tokens: 1, completion_tokens: 1 },
    };
    await calling(
      {},
      (_, response) => json(response, 200, answer),
      async (call, tracked) => {
        await call({ model: half + half, messages: [], stop: [half] });
        const { attributes, name } = tracked.genai()[0]!;
        assert.equal(name, 'chat \ufffd\ufffd');
        assert.equal(attributes['gen_ai.response.id'], 'a\ufffdb');
        for (const list of [
          'response.finish_reasons',
          'request.stop_sequences',
        ])
          assert.deepEqual(attributes[`gen_ai.${list}`], ['\ufffd']);
        const models = await valuesOf(tracked, 'gen_ai.response.model');
        assert.deepEqual(models, new Set(['\ufffd']));
      }
    );
  });

  it('have no number that is not finite', async () => {
    await calling(
      {},
      (_, response) => {
        const digits = '9'.repeat(400);
        response.setHeader('retry-after', digits);
        response.setHeader('x-ratelimit-remaining-requests', digits);
        response.setHeader(
          'x-ratelimit-remaining-tokens',
          `1${'0'.repeat(320)}.5`
        );
        json(response, 429, { error: { type: 'x' } });
      },
      async (call, tracked) => {
        await call(undefined, { 'x-stainless-retry-count': '1e999' });
        assert.deepEqual(await tracked.series('genai.client.retry_after'), []);
        assert.deepEqual(
          await tracked.values('genai.client.ratelimit.remaining'),
          []
        );
        for (const value of Object.values(tracked.genai()[0]!.attributes)) {
          assert.ok(typeof value !== 'number' || Number.isFinite(value));
        }
      }
    );
  });

  it('leave out waits that are no waits', async () => {
    let header = '9'.repeat(300);
    await calling(
      {},
      (_, response) => {
        response.setHeader('retry-after', header);
        json(response, 429, { error: { type: 'x' } });
      },
      async (call, tracked) => {
        await call();
        header = '20';
        await call();
        const [series] = await tracked.series('genai.client.retry_after');
        assert.deepEqual([series!.count, series!.sum], [1, 20]);
      }
    );
  });
});

describe('series of metrics', () => {
  it('stay few for error codes without end, and fall back to the status', async () => {
    let count = 0;
    await calling(
      {},
      (_, response) =>
        json(response, 400 + (count % 2) * 100, {
          error: { code: `req_${count++}`, message: 'x' },
        }),
      async (call, tracked) => {
        for (let calls = 0; calls < 200; calls++) await call();
        const types = await valuesOf(tracked, 'error.type');
        assert.ok(types.size <= 52, String(types.size));
        assert.ok(types.has('400') && types.has('500'));
        // The span has the code itself.
        assert.equal(
          tracked.genai().at(-1)!.attributes['error.type'],
          'req_199'
        );
      }
    );
  });

  it('stay few for service tiers and answering models without end', async () => {
    let count = 0;
    await calling(
      {},
      (_, response) =>
        json(response, 200, {
          ...completion,
          model: `m-${count}`,
          service_tier: `tier-${count++}`,
        }),
      async (call, tracked) => {
        for (let calls = 0; calls < 200; calls++) await call();
        const tiers = await valuesOf(tracked, 'openai.response.service_tier');
        const models = await valuesOf(tracked, 'gen_ai.response.model');
        assert.ok(tiers.size <= 21 && tiers.has('_OTHER'), String(tiers.size));
        assert.ok(models.size <= 51 && models.has('_OTHER'));
      }
    );
  });

  it('have the models that answer, however many names were refused before', async () => {
    await calling(
      { maxModels: 2 },
      ({ body }, response) =>
        body.includes('real')
          ? json(response, 200, completion)
          : json(response, 404, { error: { code: 'model_not_found' } }),
      async (call, tracked) => {
        for (let refused = 0; refused < 60; refused++) {
          await call({ model: `guess-${refused}`, messages: [] });
        }
        await call({ model: 'real-1', messages: [] });
        const models = await valuesOf(tracked, 'gen_ai.request.model');
        assert.deepEqual([...models].sort(), ['_OTHER', 'real-1']);
        const [token] = await tracked.series('gen_ai.client.token.usage');
        assert.equal(
          token!.attributes['gen_ai.response.model'],
          'gpt-4o-2024-08-06'
        );
      }
    );
  });

  it('have a model whose first calls fail, until an answering one needs the place', async () => {
    let status = 503;
    await calling(
      { maxModels: 2, metricAttributes: ['gen_ai.request.model'] },
      (_, response) =>
        status === 200
          ? json(response, 200, completion)
          : json(response, status, { error: { type: 'overloaded' } }),
      async (call, tracked) => {
        await call({ model: 'a', messages: [] });
        await call({ model: 'b', messages: [] });
        await call({ model: 'c', messages: [] });
        assert.deepEqual(
          [...(await valuesOf(tracked, 'gen_ai.request.model'))].sort(),
          ['_OTHER', 'a', 'b']
        );
        status = 200;
        await call({ model: 'a', messages: [] });
        const counts = new Map(
          (await tracked.series(DURATION)).map(({ attributes, count }) => [
            attributes['gen_ai.request.model'],
            count,
          ])
        );
        assert.equal(counts.get('a'), 2);
      }
    );
  });
});
