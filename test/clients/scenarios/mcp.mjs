// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { setImmediate as nextTurn } from 'node:timers/promises';
import { abortIn } from './abort-in.mjs';

export { judgeMcp as judge } from '../judge-mcp.mjs';
export const provider = 'mcp';
const CLIENT = '@modelcontextprotocol/sdk/client/index.js';
const TRANSPORT = '@modelcontextprotocol/sdk/client/streamableHttp.js';
export const packages = [CLIENT, TRANSPORT];

const handshake = ['initialize', 'notifications/initialized'];
/** The tool whose response never comes. */
const HANGING = 'hanging';
const endpoints = { json: 'mcp', events: 'mcp-events' };

/** Connects a client, lets it do something, and closes it. */
async function withClient(c, endpoint, use, close = 'terminateSession') {
  const { Client } = await c.load(CLIENT);
  const { StreamableHTTPClientTransport } = await c.load(TRANSPORT);
  // Nobody waits for the stream that the client asks for; whether it is answered before the end would be chance.
  const streams = [];
  // Nor does the client wait for these, and would abort one by its end.
  const notifications = [];
  const transport = new StreamableHTTPClientTransport(
    new URL(`${c.url}/${endpoint}`),
    {
      fetch(url, init) {
        if (String(init.body).includes(HANGING)) {
          init.headers.set('x-mock-scenario', 'hang');
        }
        const response = fetch(url, init);
        if (init.method === 'GET') streams.push(response);
        if (String(init.body).includes('notifications/')) {
          notifications.push(response);
        }
        return response;
      },
    }
  );
  const client = new Client({ name: 'probe', version: '1.0.0' });
  await client.connect(transport);
  while (streams.length === 0) await nextTurn();
  await streams[0];
  try {
    return await use(client);
  } finally {
    await Promise.all(notifications);
    await transport[close]();
    await client.close();
  }
}

const call = name => client => client.callTool({ name, arguments: { a: 1 } });

/** Operations with the spans that they must have, and the type of the error of the last one. */
const operations = {
  tool: { use: call('weather'), spans: ['tools/call weather'] },
  'broken-tool': {
    use: call('broken'),
    spans: ['tools/call broken'],
    error: 'tool_error',
  },
  'no-such-tool': {
    use: call('none'),
    spans: ['tools/call none'],
    error: '-32602',
    throws: true,
  },
  'list-and-ping': {
    use: async client => [await client.listTools(), await client.ping()],
    spans: ['tools/list', 'ping'],
  },
  parallel: {
    use: client =>
      Promise.all(
        ['weather', 'book', 'weather'].map(name => call(name)(client))
      ),
    spans: ['tools/call weather', 'tools/call book', 'tools/call weather'],
  },
};

export const scenarios = [
  ...Object.entries(endpoints).flatMap(([kind, endpoint]) =>
    Object.entries(operations).map(([name, { use, spans, error, throws }]) => ({
      name: `${name}-${kind}`,
      spans: [...handshake, ...spans],
      error,
      ...(throws && { errors: [error] }),
      run: c => withClient(c, endpoint, use),
    }))
  ),
  {
    // Without the end of the process nobody knows that the session is over.
    name: 'closed-without-an-end',
    session: false,
    spans: [...handshake, 'tools/call weather'],
    run: c =>
      withClient(c, 'mcp', call('weather'), 'close').then(() => 'closed'),
  },
  {
    name: 'aborted-before-it-is-sent',
    spans: handshake,
    errors: ['aborted'],
    run: c =>
      withClient(c, 'mcp', client =>
        client.callTool({ name: 'weather' }, undefined, {
          signal: AbortSignal.abort(),
        })
      ),
  },
  ...Object.entries({
    timeout: () => ({ timeout: 200 }),
    aborted: () => ({ signal: abortIn(100) }),
  }).map(([error, options]) => ({
    name: `given-up-${error}`,
    spans: [...handshake, `tools/call ${HANGING}`, 'notifications/cancelled'],
    error,
    errorOf: -2,
    errors: [error],
    run: c =>
      withClient(c, 'mcp', client =>
        client.callTool({ name: HANGING }, undefined, options())
      ),
  })),
  {
    name: 'raw-fetch',
    spans: ['tools/call weather'],
    session: false,
    async run(c) {
      const params = { name: 'weather' };
      const response = await fetch(`${c.url}/mcp`, {
        method: 'POST',
        headers: { accept: 'application/json, text/event-stream' },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params,
        }),
        signal: abortIn(5000),
      });
      return response.json();
    },
  },
];
