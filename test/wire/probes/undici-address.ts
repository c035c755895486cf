// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Probe } from '../support/transcript.ts';
import { textOf, type Undici } from './undici-calling.ts';

type Interceptor = (
  dispatch: (options: object, handler: unknown) => boolean
) => (options: { path: string }, handler: unknown) => boolean;

/** Sends what goes to a host that does not exist to the server, in several ways. */
const ways: Readonly<Record<string, (origin: string) => Interceptor>> = {
  'at once': origin => dispatch => (options, handler) =>
    dispatch({ ...options, origin }, handler),
  later: origin => dispatch => (options, handler) => {
    setImmediate(() => dispatch({ ...options, origin }, handler));
    return true;
  },
  'with another path before its end':
    origin => dispatch => (options, handler) => {
      const path = options.path.replace('/json', '/json/deployments/x');
      return dispatch({ ...options, origin, path }, handler);
    },
  'with a path of no inference API': origin => dispatch => (options, handler) =>
    dispatch({ ...options, origin, path: '/json/gateway/model' }, handler),
};

/** The port differs from run to run. */
const withoutPort = (dispatch: any) => (options: any, handler: unknown) =>
  dispatch(
    { ...options, headers: { ...options.headers, host: 'api.example' } },
    handler
  );

/** Interceptors between the caller and the connection that change where a call goes. */
export function undiciAddressProbes(version: number): readonly Probe<Undici>[] {
  const skip = version < 7 && 'has no compose() for all of this';
  const path = '/json/v1/chat/completions';
  return [
    ...Object.entries(ways).map(([kind, make]): Probe<Undici> => ({
      name: `an interceptor sends a call elsewhere ${kind}`,
      skip,
      run: (client, server) => {
        const dispatcher = client.dispatcher.compose(make(server.origin));
        return textOf(client, `http://gateway.example${path}`, { dispatcher });
      },
    })),
    {
      name: 'dns() looks the host up',
      skip: skip || (version > 7 && 'connects by the name'),
      run: (client, server) => {
        const lookup = (_origin: unknown, _options: unknown, done: any): void =>
          done(null, [{ address: '127.0.0.1', family: 4, ttl: 1000 }]);
        const dispatcher = client.dispatcher
          .compose(withoutPort)
          .compose(client.undici.interceptors.dns({ lookup }));
        const { port } = new URL(server.origin);
        return textOf(client, `http://api.example:${port}${path}`, {
          dispatcher,
        });
      },
    },
    {
      name: 'redirect() follows to another place',
      skip,
      run: (client, server) => {
        const dispatcher = client.dispatcher.compose(
          client.undici.interceptors.redirect({ maxRedirections: 2 })
        );
        const { pathname: to } = new URL(server.url('json'));
        const url = server.url('redirect', { to, status: 307 });
        return textOf(client, url, { dispatcher });
      },
      seen: [{ request: 1 }],
    },
    {
      name: 'compose() takes what it took, and refuses what it refused',
      skip: version < 6 && 'has no compose()',
      run: async (client, server) => {
        class AnyArguments extends client.undici.Agent {
          dispatch(...all: unknown[]): unknown {
            return super.dispatch(...all);
          }
        }
        const dispatcher: any = new AnyArguments();
        const given = [[], [[]], [null], ['x'], [() => 'x'], [() => () => {}]];
        const outcomes = given.map(interceptors => {
          try {
            return typeof dispatcher.compose(...interceptors).dispatch;
          } catch (error) {
            return String(error);
          }
        });
        const composed = { ...client, dispatcher: dispatcher.compose() };
        const text = await textOf(composed, server.url('json'));
        await dispatcher.destroy();
        return [client.undici.Agent.prototype.compose.length, outcomes, text];
      },
    },
  ];
}
