// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { GenAIInstrumentationConfig } from '../../src/index.ts';
import type { ObjectiveInput } from '../../src/slo/resolve.ts';
import { localWindow, withOperation } from '../../src/telemetry/operation.ts';
import {
  completion,
  json,
  scriptedServer,
  type Script,
} from './support/scripted-server.ts';
import { track, type Tracked } from './support/tracked.ts';

const EVENTS = 'genai.slo.events';
const DURATION = 'gen_ai.client.operation.duration';

const slo = (...objectives: ObjectiveInput[]): GenAIInstrumentationConfig => ({
  slo: { service: 'chat', objectives },
  providers: [{ name: 'acme', hosts: ['127.0.0.1'] }],
});

const available = (more: object = {}): ObjectiveInput => ({
  name: 'available',
  kind: 'availability',
  target: 99.9,
  ...more,
});

const target = {
  'gen_ai.provider.name': 'acme',
  'gen_ai.request.model': 'm',
};

/** Values of the counter by objective and outcome, one target's. */
async function counted(tracked: Tracked, where: object = target) {
  const values = await tracked.values(EVENTS);
  const found: Record<string, number> = {};
  for (const { slo: name, outcome, value, ...labels } of values) {
    try {
      assert.deepEqual(labels, where);
    } catch {
      continue;
    }
    found[`${String(name)} ${String(outcome)}`] = Number(value);
  }
  return found;
}

async function call(origin: string, body: object = { model: 'm' }) {
  await fetch(`${origin}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
    .then(response => response.text())
    .catch(() => 'failed');
}

async function calling(
  config: GenAIInstrumentationConfig,
  script: Script,
  use: (origin: string, tracked: Tracked) => Promise<void>
): Promise<void> {
  const tracked = track(config);
  const server = await scriptedServer(script);
  try {
    await use(server.origin, tracked);
  } finally {
    await tracked.stop();
    await server.close();
  }
}

const failing =
  (status: number, type: string): Script =>
  (_, response) =>
    json(response, status, { error: { type, message: 'no' } });

const good: Script = (_, response) => json(response, 200, completion);

describe('events of objectives', () => {
  it('are counted by outcome, from zeros that are there before', async () => {
    let answer: Script = good;
    await calling(
      slo(available()),
      (request, response) => answer(request, response),
      async (origin, tracked) => {
        await call(origin);
        assert.deepEqual(await counted(tracked), {
          'available good': 1,
          'available bad': 0,
          'available excluded': 0,
        });
        answer = failing(503, 'overloaded_error');
        await call(origin);
        answer = failing(401, 'authentication_error');
        await call(origin);
        assert.deepEqual(await counted(tracked), {
          'available good': 1,
          'available bad': 1,
          'available excluded': 1,
        });
      }
    );
  });

  it('have zeros before the first call where an objective names its model', async () => {
    await calling(
      slo(available({ match: { provider: 'acme', model: ['m', 'n*'] } })),
      good,
      async (_, tracked) => {
        assert.deepEqual(await counted(tracked), {
          'available good': 0,
          'available bad': 0,
          'available excluded': 0,
        });
      }
    );
  });

  it('are none of other providers, models, operations and ways to answer', async () => {
    await calling(
      slo(
        available({ name: 'other-model', match: { model: 'x*' } }),
        available({ name: 'same-model', match: { model: 'm*' } }),
        available({ name: 'other-provider', match: { provider: 'openai' } }),
        available({ name: 'embeddings', match: { operation: 'embeddings' } }),
        available({ name: 'streams', match: { stream: true } })
      ),
      good,
      async (origin, tracked) => {
        await call(origin);
        assert.deepEqual(await counted(tracked), {
          'same-model good': 1,
          'same-model bad': 0,
          'same-model excluded': 0,
          // It may yet be one when it begins: whether it streams is in its body.
          'streams good': 0,
          'streams bad': 0,
          'streams excluded': 0,
        });
      }
    );
  });

  it('are told apart by what the objective says', async () => {
    await calling(
      slo(available({ groupBy: ['operation'] })),
      good,
      async (origin, tracked) => {
        await call(origin);
        const labels = { 'gen_ai.operation.name': 'chat' };
        assert.equal((await counted(tracked, labels))['available good'], 1);
      }
    );
  });

  it('count what was answered in time, and failures not at all, for a latency', async () => {
    let answer: Script = good;
    const latency = (name: string, threshold: number): ObjectiveInput => ({
      name,
      kind: 'latency',
      threshold,
      target: 99,
    });
    await calling(
      slo(latency('hour', 3600), latency('at-once', 1e-9)),
      (request, response) => answer(request, response),
      async (origin, tracked) => {
        await call(origin);
        answer = failing(500, 'server_error');
        await call(origin);
        assert.deepEqual(await counted(tracked), {
          'hour good': 1,
          'hour bad': 0,
          'hour excluded': 1,
          'at-once good': 0,
          'at-once bad': 1,
          'at-once excluded': 1,
        });
      }
    );
  });

  it('are of streams alone where first chunks are promised', async () => {
    await calling(
      slo({
        name: 'first',
        kind: 'latency',
        metric: 'time_to_first_chunk',
        threshold: 60,
        target: 99,
        source: 'events',
      }),
      (_, response) => {
        response.setHeader('content-type', 'text/event-stream');
        response.write('data: {"choices":[{"delta":{"content":"a"}}]}\n\n');
        response.end('data: [DONE]\n\n');
      },
      async (origin, tracked) => {
        await call(origin);
        assert.equal((await counted(tracked))['first good'], 0);
        await call(origin, { model: 'm', stream: true });
        assert.equal((await counted(tracked))['first good'], 1);
      }
    );
  });

  it('make no more series than models may', async () => {
    await calling(
      // One of them is the model that answered.
      { ...slo(available()), maxModels: 3 },
      good,
      async (origin, tracked) => {
        for (const model of ['a', 'b', 'c', 'd']) await call(origin, { model });
        const values = await tracked.values(EVENTS);
        const models = values.map(value => value['gen_ai.request.model']);
        assert.deepEqual([...new Set(models)].sort(), ['_OTHER', 'a', 'b']);
      }
    );
  });

  it('have no instrument without objectives', async () => {
    await calling({}, good, async (origin, tracked) => {
      await call(origin);
      assert.deepEqual(await tracked.values(EVENTS), []);
    });
  });
});

describe('boundaries of objectives', () => {
  it('are those of the histogram that calls are recorded in', async () => {
    await calling(
      slo({ name: 'fast', kind: 'latency', threshold: '1.7s', target: 99 }),
      good,
      async (origin, tracked) => {
        await call(origin);
        const [series] = await tracked.series(DURATION);
        assert.deepEqual(
          series?.boundaries,
          [0.1, 0.2, 0.3, 0.5, 1, 1.7, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300]
        );
      }
    );
  });
});

describe('an operation', () => {
  const answer = (more: object = {}): ObjectiveInput => ({
    name: 'answer',
    kind: 'availability',
    target: 99.9,
    source: 'operation',
    ...more,
  });
  const seen = (tracked: Tracked) => counted(tracked, {});

  it('is one event, whatever its attempts', async () => {
    let attempts = 0;
    await calling(
      slo(answer()),
      (request, response) =>
        ++attempts < 3
          ? failing(503, 'overloaded_error')(request, response)
          : good(request, response),
      async (origin, tracked) => {
        const result = await withOperation('answer', async () => {
          for (let left = 3; left > 0; left--) await call(origin);
          return 'done';
        });
        assert.equal(result, 'done');
        assert.equal(attempts, 3);
        assert.deepEqual(await seen(tracked), {
          'answer good': 1,
          'answer bad': 0,
          'answer excluded': 0,
        });
        const { scope, total, bad, burn } = localWindow('answer');
        assert.deepEqual(
          { scope, total, bad, burn },
          { scope: 'process', total: 1, bad: 0, burn: 0 }
        );
      }
    );
  });

  it('fails as its last call did', async () => {
    let script: Script = failing(503, 'overloaded_error');
    await calling(
      slo(answer()),
      (request, response) => script(request, response),
      async (origin, tracked) => {
        const failed = new Error('no answer');
        const operate = () =>
          withOperation('answer', async () => {
            await call(origin);
            throw failed;
          });
        await assert.rejects(operate(), error => error === failed);
        script = failing(401, 'invalid_api_key');
        await assert.rejects(operate());
        assert.deepEqual(await seen(tracked), {
          'answer good': 0,
          'answer bad': 1,
          'answer excluded': 1,
        });
        assert.equal(Math.round(localWindow('answer').burn ?? 0), 1000);
      }
    );
  });

  it('fails by what was thrown where no call did', async () => {
    await calling(slo(answer()), good, async (_, tracked) => {
      const throwing = (error: unknown) =>
        assert.rejects(
          withOperation('answer', () => {
            throw error;
          })
        );
      await throwing(Object.assign(new Error('no'), { status: 400 }));
      await throwing(new DOMException('left', 'AbortError'));
      await throwing(new TypeError('not a function'));
      await throwing('a text');
      assert.deepEqual(await seen(tracked), {
        'answer good': 0,
        'answer bad': 2,
        'answer excluded': 2,
      });
    });
  });

  it('may be promised to be fast', async () => {
    await calling(
      slo({
        name: 'answer',
        kind: 'latency',
        source: 'operation',
        threshold: 1e-9,
        target: 99,
      }),
      good,
      async (_, tracked) => {
        await withOperation('answer', () => 1);
        assert.equal((await seen(tracked))['answer bad'], 1);
      }
    );
  });

  it('says what is wrong with the minutes of a window', () => {
    for (const minutes of [0, 61, 1.5, Number.NaN]) {
      assert.throws(() => localWindow('answer', { minutes }), {
        name: 'RangeError',
        message: `minutes: ${minutes} was given; allowed: a whole number from 1 to 60`,
      });
    }
  });
});
