// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { outcomeOf } from '../support/described.ts';
import type { WireServer } from '../../support/wire-server.ts';
import type { Probe } from '../support/transcript.ts';
import { instantDispatcher } from './instant-dispatcher.ts';
import { tunnel } from '../support/tunnel.ts';
import {
  posting,
  textOf,
  type Undici,
  dispatchTarget,
} from './undici-calling.ts';

/** Runs with a dispatcher in the place of the agent, and puts it away. */
async function using<T>(
  dispatcher: any,
  run: (dispatcher: any) => Promise<T>,
  leave: 'destroy' | 'close' = 'destroy'
): Promise<T> {
  try {
    return await run(dispatcher);
  } finally {
    await dispatcher[leave]?.();
  }
}

/** Runs with a MockAgent that answers one path and knows no other; it only throws when it is destroyed. */
function mocking<T>(
  client: Undici,
  server: WireServer,
  answer: (mock: any) => unknown,
  run: (client: Undici) => Promise<T>
): Promise<T> {
  return using(
    new client.undici.MockAgent(),
    dispatcher => {
      dispatcher.disableNetConnect();
      const { pathname: path } = new URL(server.url('mocked'));
      answer(dispatcher.get(server.origin).intercept({ path, method: 'POST' }));
      return run({ ...client, dispatcher });
    },
    'close'
  );
}

function parallel(
  client: Undici,
  url: (mark: number) => string,
  count: number
) {
  return Promise.all(
    Array.from({ length: count }, (_, mark) =>
      textOf(client, url(mark), { body: `{"mark":${mark}}` })
    )
  );
}

/** Dispatchers of every kind, and what stands between them and the caller. */
export function undiciDispatcherProbes(
  version: number
): readonly Probe<Undici>[] {
  const interceptors = version < 6 && 'interceptors came with undici 6.20';
  return [
    ...['Client', 'Pool', 'BalancedPool'].map((kind): Probe<Undici> => ({
      name: `a ${kind}`,
      run: (client, server) =>
        using(new client.undici[kind](server.origin), async dispatcher => {
          const options = {
            ...dispatchTarget(server.url('json')),
            origin: undefined,
          };
          delete options.origin;
          const { body } = await dispatcher.request(options);
          return body.text();
        }),
    })),
    ...[1, 2].flatMap((connections): Probe<Undici>[] => [
      {
        name: `six calls over ${connections} connections, told apart by address`,
        parallel: true,
        run: (client, server) =>
          using(new client.undici.Agent({ connections }), dispatcher =>
            parallel(
              { ...client, dispatcher },
              mark => server.url('sse', { mark, gap: 1 }),
              6
            )
          ),
        seen: Array.from({ length: 6 }, () => ({})),
      },
      {
        name: `six fetches over ${connections} connections`,
        parallel: true,
        run: (client, server) =>
          using(new client.undici.Agent({ connections }), dispatcher =>
            Promise.all(
              Array.from({ length: 6 }, async (_, mark) => {
                const url = server.url('json', { mark, delay: 2 });
                const init = posting({ ...client, dispatcher });
                return (await client.undici.fetch(url, init)).json();
              })
            )
          ),
        seen: Array.from({ length: 6 }, () => ({})),
      },
    ]),
    {
      name: 'calls that are pipelined',
      parallel: true,
      run: (client, server) =>
        using(
          new client.undici.Client(server.origin, { pipelining: 3 }),
          dispatcher =>
            Promise.all(
              [0, 1, 2].map(async mark => {
                const options = dispatchTarget(server.url('json', { mark }));
                const { body } = await dispatcher.request(options);
                return body.text();
              })
            )
        ),
      seen: [{}, {}, {}],
    },
    {
      name: 'a queue that is destroyed',
      leavesOpen: true,
      run: async ({ undici }, server) => {
        const dispatcher = new undici.Client(server.origin);
        const calls = [0, 1].map(mark =>
          outcomeOf(() =>
            dispatcher.request(dispatchTarget(server.url('nohead', { mark })))
          )
        );
        await dispatcher.destroy(new RangeError('mine'));
        return Promise.all(calls);
      },
      seen: 'any',
    },
    {
      name: 'a RetryAgent',
      anyConnection: true,
      skip: version < 6 && 'came with undici 6',
      run: (client, server) =>
        using(
          new client.undici.RetryAgent(new client.undici.Agent(), {
            minTimeout: 1,
            methods: ['POST'],
          }),
          dispatcher => textOf({ ...client, dispatcher }, server.url('flaky'))
        ),
      // The first attempt is broken off by the one that makes the second.
      seen: [
        { status: 503, bytes: 'any', terminal: ['end', 'error', 'abandoned'] },
        {},
      ],
    },
    {
      name: 'a time-out of undici',
      skip: version > 5 && 'takes a second there',
      run: (client, server) =>
        outcomeOf(() =>
          textOf(client, server.url('hang'), { bodyTimeout: 20 })
        ),
      seen: [{ terminal: 'error', bytes: 'some' }],
    },
    {
      name: 'a MockAgent',
      run: (client, server) =>
        mocking(
          client,
          server,
          mock =>
            mock.reply(200, { mocked: true }, { headers: { 'x-mock': 'yes' } }),
          one => textOf(one, server.url('mocked'))
        ),
      seen: [{ bytes: 'any' }],
    },
    {
      name: 'a MockAgent that fails, and one that does not know the path',
      run: (client, server) =>
        mocking(
          client,
          server,
          mock => mock.replyWithError(new RangeError('mock')),
          async one => [
            await outcomeOf(() => textOf(one, server.url('mocked'))),
            await outcomeOf(() => textOf(one, server.url('other'))),
          ]
        ),
      seen: [
        { terminal: 'error', status: 'none', bytes: 'none' },
        { terminal: 'error', status: 'none', bytes: 'none' },
      ],
    },
    ...[undefined, false].map((proxyTunnel): Probe<Undici> => ({
      name: `a ProxyAgent, proxyTunnel: ${proxyTunnel}`,
      skip: proxyTunnel === false && version < 7 && 'came with undici 7',
      run: async (client, server) => {
        const proxy = await tunnel();
        try {
          const { ProxyAgent } = client.undici;
          const agent = new ProxyAgent({ uri: proxy.url, proxyTunnel });
          return await using(agent, async dispatcher => [
            await textOf({ ...client, dispatcher }, server.url('json')),
            proxy.requests.length,
          ]);
        } finally {
          await proxy.close();
        }
      },
    })),
    {
      name: 'redirects that undici follows',
      skip: version < 6 && 'an option of its own there',
      run: (client, server) => {
        const { interceptors, Agent } = client.undici;
        const redirect = interceptors.redirect({ maxRedirections: 3 });
        const to = '/json/elsewhere';
        const url = server.url('redirect', { to });
        return using(new Agent(), agent =>
          textOf({ ...client, dispatcher: agent.compose(redirect) }, url)
        );
      },
      seen: [{ request: 1 }],
    },
    {
      name: 'redirects that undici follows, by option',
      skip: version > 6 && 'gone in undici 7',
      run: (client, server) => {
        const url = server.url('redirect', { to: server.url('json') });
        return textOf(client, url, { maxRedirections: 2 });
      },
      seen: [{ request: 1 }],
    },
    {
      name: 'retries by an interceptor',
      anyConnection: true,
      skip: interceptors,
      run: (client, server) => {
        const { interceptors: all, Agent } = client.undici;
        const retry = all.retry({ minTimeout: 1, methods: ['POST'] });
        return using(new Agent(), agent =>
          textOf(
            { ...client, dispatcher: agent.compose(retry) },
            server.url('flaky')
          )
        );
      },
      // The first attempt is broken off by the one that makes the second.
      seen: [
        { status: 503, bytes: 'any', terminal: ['end', 'error', 'abandoned'] },
        {},
      ],
    },
    {
      name: 'an interceptor that copies the handler',
      skip: interceptors,
      run: (client, server) => {
        const passed: unknown[] = [];
        const copying = (dispatch: any) => (options: any, handler: any) => {
          const copy: any = {};
          for (let from = handler; from; from = Object.getPrototypeOf(from)) {
            if (from === Object.prototype) break;
            for (const name of Object.getOwnPropertyNames(from)) {
              if (!/^on/.test(name) || name in copy) continue;
              if (typeof handler[name] !== 'function') continue;
              copy[name] = (...args: unknown[]): unknown => {
                passed.push(name);
                return handler[name](...args) as unknown;
              };
            }
          }
          return dispatch(options, copy) as unknown;
        };
        return using(new client.undici.Agent(), async agent => {
          const dispatcher = agent.compose(copying);
          const url = server.url('json');
          return [await textOf({ ...client, dispatcher }, url), passed];
        });
      },
    },
    {
      name: 'an interceptor that answers by itself',
      skip: interceptors,
      run: (client, server) => {
        const { dispatch } = instantDispatcher(200, ['{"own":1}']);
        const answering = () => dispatch;
        return using(new client.undici.Agent(), agent => {
          const dispatcher = agent.compose(answering);
          return textOf({ ...client, dispatcher }, server.url('json'));
        });
      },
      // Nothing of it ever was on the wire.
      seen: 'at most one',
    },
  ];
}
