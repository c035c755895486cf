// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { closedPort } from '../support/closed-port.ts';
import { describeError, outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { turns, until } from '../support/waiting.ts';
import { respond, responseOf, type Requesting, send, textOf } from './requesting.ts';

const PATH = '/v1/chat/completions';
const nobody = await closedPort();

/** The events of a request and its response until the request is closed. */
async function storyOf(
  call: ClientRequest,
  listen: (response: IncomingMessage) => void = response => response.resume()
): Promise<unknown[]> {
  const story: unknown[] = [];
  call.on('error', error => story.push(['request error', describeError(error)]));
  for (const event of ['abort', 'timeout']) {
    call.on(event, () => story.push(`request ${event}`));
  }
  call.on('response', response => {
    story.push('response');
    for (const event of ['aborted', 'end', 'close']) {
      response.on(event, () => story.push(`response ${event}`));
    }
    response.on('error', error =>
      story.push(['response error', describeError(error)])
    );
    listen(response);
  });
  await new Promise(resolve => call.once('close', resolve));
  await turns(2);
  story.push([call.destroyed, call.aborted, call.errored != null]);
  return story;
}

const nothing = { status: 'none', bytes: 'none' } as const;

export const httpFailureProbes: readonly Probe<Requesting>[] = [
  {
    name: 'a refused connection',
    run: client => {
      const { protocol } = client.base.agent as never as { protocol: string };
      return storyOf(send(client, `${protocol}//127.0.0.1:${nobody}${PATH}`));
    },
    seen: [{ terminal: 'error', ...nothing }],
  },
  {
    name: 'an error that nobody listens for is uncaught, once',
    run: async client => {
      const { protocol } = client.base.agent as never as { protocol: string };
      send(client, `${protocol}//127.0.0.1:${nobody}${PATH}`);
      await new Promise(resolve => setTimeout(resolve, 30));
    },
    seen: [{ terminal: 'error', ...nothing }],
  },
  {
    name: 'an error that a listener throws is uncaught, once',
    run: async (client, server) => {
      const call = send(client, server.url('json'));
      call.on('response', response => {
        response.resume();
        throw new RangeError('thrown in a listener');
      });
      await new Promise(resolve => setTimeout(resolve, 30));
      call.on('error', () => {}).destroy();
    },
    leavesOpen: true,
    seen: [{ bytes: 'any', terminal: ['end', 'error', 'abandoned'] }],
  },
  ...[
    ['no arguments', []],
    ['an address that is none', ['::no url']],
    ['a path with a blank', [{ path: `/a b${PATH}` }]],
    ['a protocol of another kind', [`ftp://127.0.0.1${PATH}`]],
    ['a method that is none', [`http://127.0.0.1:1${PATH}`, { method: 'a b' }]],
    ['a method that is a number', [{ path: PATH, method: 7 }]],
    ['an agent that is none', [{ path: PATH, agent: 'mine' }]],
    ['a host that is a number', [{ path: PATH, host: 7 }]],
    ['headers that are none', [{ path: PATH, headers: { 'a b': 'c' } }]],
    ['null', [null]],
  ].map(
    ([kind, args]): Probe<Requesting> => ({
      name: `${String(kind)}, refused at once`,
      run: ({ request }) =>
        outcomeOf(() => {
          const call = request(...(args as unknown[]));
          call.on('error', () => {}).destroy();
          return 'begun';
        }),
      seen: 'at most one',
    })
  ),
  {
    name: 'a connection that is cut before the head',
    run: (client, server) => storyOf(send(client, server.url('reset'))),
    seen: [{ terminal: 'error', ...nothing }],
  },
  {
    name: 'a connection that is cut in the middle',
    run: (client, server) => storyOf(send(client, server.url('drop'))),
    seen: [{ terminal: 'error' }],
  },
  {
    name: 'a connection that is cut in the middle of a loop',
    run: async (client, server) => {
      const response = await respond(client, server.url('drop'));
      const outcome = await outcomeOf(() => textOf(response));
      return [outcome, response.complete, response.aborted];
    },
    seen: [{ terminal: 'error' }],
  },
  {
    name: 'fewer bytes than promised',
    run: (client, server) => storyOf(send(client, server.url('short'))),
    seen: [{ terminal: 'error' }],
  },
  {
    name: 'an answer that is not HTTP',
    run: (client, server) => storyOf(send(client, server.url('malformed'))),
    seen: [{ terminal: 'error', ...nothing }],
  },
  {
    name: 'response.destroy() without an error',
    run: (client, server) =>
      storyOf(send(client, server.url('hang')), response => {
        response.once('data', () => response.destroy());
      }),
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'response.destroy() with an error',
    run: (client, server) =>
      storyOf(send(client, server.url('hang')), response => {
        response.once('data', () => response.destroy(new RangeError('mine')));
      }),
    seen: [{ terminal: ['abandoned', 'error'], bytes: 'some' }],
  },
  {
    name: 'response.destroy() before anything is read',
    run: (client, server) =>
      storyOf(send(client, server.url('hang')), response => response.destroy()),
    seen: [{ terminal: 'abandoned', bytes: 'any' }],
  },
  {
    name: 'request.destroy() in the middle',
    run: (client, server) => {
      const call = send(client, server.url('hang'));
      return storyOf(call, response => {
        response.once('data', () => call.destroy());
      });
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'request.destroy() with an error, in the middle',
    run: (client, server) => {
      const call = send(client, server.url('hang'));
      return storyOf(call, response => {
        response.once('data', () => call.destroy(new RangeError('mine')));
      });
    },
    seen: [{ terminal: ['abandoned', 'error'], bytes: 'some' }],
  },
  {
    name: 'request.abort(), as of old',
    run: (client, server) => {
      const call = send(client, server.url('hang'));
      return storyOf(call, response => {
        response.once('data', () => call.abort());
      });
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'request.destroy() before the head',
    run: async (client, server) => {
      const call = send(client, server.url('nohead'));
      void until(() => server.log.length > 0).then(() => call.destroy());
      return storyOf(call);
    },
    seen: [{ terminal: ['abandoned', 'error'], ...nothing }],
  },
  {
    name: 'request.destroy() in the same turn',
    run: (client, server) => {
      const call = send(client, server.url('json'));
      call.destroy(new RangeError('mine'));
      return storyOf(call);
    },
    seen: [
      {
        terminal: ['abandoned', 'error'],
        ...nothing,
        requestBody: 'unknown',
      },
    ],
    leavesOpen: true,
  },
  {
    name: 'request.destroy() after the end',
    run: async (client, server) => {
      const call = send(client, server.url('json'));
      const text = await textOf(await responseOf(call));
      call.destroy();
      return [text, call.destroyed];
    },
  },
  {
    name: 'a signal, in the middle, with a reason',
    run: async (client, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      const response = await respond(client, server.url('hang'), { signal });
      setTimeout(() => controller.abort(new RangeError('mine')), 5);
      return outcomeOf(() => textOf(response));
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'a signal before the head',
    run: (client, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      const call = send(client, server.url('nohead'), { signal });
      void until(() => server.log.length > 0).then(() => controller.abort());
      return storyOf(call);
    },
    seen: [{ terminal: 'abandoned', ...nothing }],
  },
  {
    name: 'a signal that was aborted before',
    run: (client, server) => {
      const signal = AbortSignal.abort('before');
      return storyOf(send(client, server.url('json'), { signal }));
    },
    seen: 'at most one',
  },
  {
    name: 'the timeout option only tells',
    run: async (client, server) => {
      const call = send(client, server.url('json', { delay: 40 }), {
        timeout: 15,
      });
      let told = 0;
      call.on('timeout', () => told++);
      return [await textOf(await responseOf(call)), told > 0];
    },
  },
  {
    name: 'setTimeout() and destroy() before the head',
    run: (client, server) => {
      const call = send(client, server.url('nohead'));
      call.setTimeout(15, () => call.destroy(new Error('too slow')));
      return storyOf(call);
    },
    seen: [{ terminal: ['abandoned', 'error'], ...nothing }],
  },
  {
    name: 'response.setTimeout() and destroy() in the middle',
    run: (client, server) =>
      storyOf(send(client, server.url('hang')), response => {
        response.resume();
        response.setTimeout(15, () => response.destroy(new Error('too slow')));
      }),
    seen: [{ terminal: ['abandoned', 'error'], bytes: 'some' }],
  },
  {
    name: 'an upgrade that somebody takes',
    run: async (client, server) => {
      const call = client.get(server.url('json'), {
        ...client.base,
        headers: { connection: 'upgrade', upgrade: 'example' },
      });
      const [response, socket] = (await once(call, 'upgrade')) as any[];
      const status = response.statusCode as number;
      socket.destroy();
      return status;
    },
    seen: 'any',
  },
  {
    name: 'a body still open when the server goes',
    leavesOpen: true,
    run: async (client, server) => {
      const response = await respond(client, server.url('hang'));
      response.on('error', () => {});
      response.resume();
      await once(response, 'data');
      return response.complete;
    },
    seen: [{ terminal: ['error', 'abandoned'], bytes: 'some' }],
  },
];
