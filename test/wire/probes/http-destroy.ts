// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { until } from '../support/waiting.ts';
import {
  respond,
  responseOf,
  type Requesting,
  storyOf,
  send,
  textOf,
} from './requesting.ts';

const nothing = { status: 'none', bytes: 'none' } as const;

/** Callers who give up. */
export const httpDestroyProbes: readonly Probe<Requesting>[] = [
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
      call.setTimeout(60, () => call.destroy(new Error('too slow')));
      return storyOf(call);
    },
    seen: [{ terminal: ['abandoned', 'error'], ...nothing }],
  },
  {
    name: 'response.setTimeout() and destroy() in the middle',
    run: (client, server) =>
      storyOf(send(client, server.url('hang')), response => {
        response.resume();
        response.setTimeout(60, () => response.destroy(new Error('too slow')));
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
      const [response, socket] = await once(call, 'upgrade');
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
