// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import {
  available,
  call,
  calling,
  counted,
  EVENTS,
  failing,
  good,
  slo,
} from './support/objectives.ts';
import { completion, json, type Script } from './support/scripted-server.ts';

const DURATION = 'gen_ai.client.operation.duration';

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

  for (const [what, objective, labels] of [
    ['nothing is told apart', { groupBy: [] }, {}],
    [
      'what is told apart has names',
      { groupBy: ['provider'], match: { provider: ['acme'], model: 'x*' } },
      { 'gen_ai.provider.name': 'acme' },
    ],
  ] as const) {
    it(`have zeros before the first call where ${what}`, async () => {
      await calling(slo(available(objective)), good, async (_, tracked) => {
        assert.deepEqual(await counted(tracked, labels), {
          'available good': 0,
          'available bad': 0,
          'available excluded': 0,
        });
      });
    });
  }

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
      threshold: `${threshold}s`,
      target: 99,
    });
    await calling(
      slo(latency('hour', 3600), latency('at-once', 0.0001)),
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
        threshold: '60s',
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

describe('a call whose body comes piece by piece', () => {
  it('has zeros of its model, and of no other, before it has ended', async () => {
    let answer = (): void => undefined;
    const asked = new Promise<void>(resolve => {
      answer = resolve;
    });
    let release = (): void => undefined;
    await calling(
      slo(available()),
      (_, response) => {
        release = () => json(response, 200, completion);
        answer();
      },
      async (origin, tracked) => {
        const request = httpRequest(`${origin}/v1/chat/completions`, {
          method: 'POST',
        });
        request.write('{"model":');
        request.end('"m"}');
        await asked;
        assert.deepEqual(await counted(tracked), {
          'available good': 0,
          'available bad': 0,
          'available excluded': 0,
        });
        assert.deepEqual(
          await counted(tracked, { 'gen_ai.provider.name': 'acme' }),
          {}
        );
        const ended = once(request, 'response').then(([response]) =>
          (response as IncomingMessage).resume()
        );
        release();
        await once(await ended, 'close');
        assert.equal((await counted(tracked))['available good'], 1);
      }
    );
  });
});
