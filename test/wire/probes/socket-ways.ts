// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createRequire } from 'node:module';
import type { WireServer } from '../../support/wire-server.ts';
import type { SocketProbe } from '../support/socket-compliance.ts';
import { tunnel } from '../support/tunnel.ts';
import {
  exchange,
  openSocket,
  type SocketClient,
  type Sockets,
  storyOf,
} from './socket-calling.ts';

const require = createRequire(import.meta.url);

type Way = (client: Sockets, url: string, options: object) => Promise<unknown>;

/** Handshakes by other ways than straight to one address: through a proxy, and to the address that answers first. */
export function socketWayProbes({
  undici,
  name,
}: SocketClient): readonly SocketProbe<Sockets>[] {
  if (undici === undefined && !name.startsWith('ws ')) return [];
  const open: Way = (client, url, options) =>
    storyOf(
      undici === undefined
        ? openSocket(client, url, [], options)
        : new client.WebSocket(url, options),
      exchange('one', 'two')
    );
  const agents =
    undici === undefined ? agentsOfNode : agentsOf(require(undici));
  return [
    {
      name: 'through a proxy, by CONNECT',
      run: async (client, server) => {
        const proxy = await tunnel();
        const { options, close } = agents.proxy(proxy.url, client);
        try {
          const story = await open(client, server.url('plain/echo'), options);
          return [story, proxy.requests.length];
        } finally {
          await close();
          await proxy.close();
        }
      },
    },
    {
      name: 'to a name with two addresses, of which one answers (autoSelectFamily)',
      run: async (client, server) => {
        const { options, close } = agents.twoAddresses(client);
        try {
          return await open(client, named(server), options);
        } finally {
          await close();
        }
      },
    },
  ];
}

/** By a name, since an address is not looked up. */
function named(server: WireServer): string {
  return server.url('plain/echo').replace('127.0.0.1', 'localhost');
}

interface Agents {
  proxy(url: string, client: Sockets): Agent;
  twoAddresses(client: Sockets): Agent;
}

interface Agent {
  readonly options: object;
  close(): unknown;
}

type Found = { address: string; family: number }[];

/** Nobody listens on the first one. */
const byName = {
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: 250,
  lookup: (
    _name: string,
    _options: object,
    done: (error: null, found: Found) => void
  ): void =>
    done(null, [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ]),
};

const agentsOfNode: Agents = {
  proxy(url) {
    const HttpsProxyAgent = require('https-proxy-agent');
    const agent = new HttpsProxyAgent(url);
    return { options: { agent }, close: () => agent.destroy() };
  },
  twoAddresses: () => ({ options: byName, close: () => undefined }),
};

function agentsOf(undici: any): Agents {
  const ofDispatcher = (dispatcher: any): Agent => ({
    options: { dispatcher },
    close: () => dispatcher.destroy(),
  });
  return {
    // Without a tunnel, as undici 8 prefers for http, no proxy passes the handshake on.
    proxy: uri =>
      ofDispatcher(new undici.ProxyAgent({ uri, proxyTunnel: true })),
    twoAddresses: () =>
      ofDispatcher(new undici.Agent({ connect: byName, ...byName })),
  };
}
