// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type ClientHttp2Stream, constants } from 'node:http2';
import { outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { until } from '../support/waiting.ts';
import { type Http2Calling, send, storyOf, textOf } from './http2-calling.ts';

const nothing = { status: 'none', bytes: 'none' } as const;
const unsent = { ...nothing, requestBody: 'unknown' } as const;
const { NGHTTP2_CANCEL } = constants;

/** Does something to a stream when its first bytes have come. */
function amid(
  act: (stream: ClientHttp2Stream) => void
): Probe<Http2Calling>['run'] {
  return (client, server) =>
    storyOf(send(client, server.url('hang')), stream => {
      stream.once('data', () => act(stream));
    });
}

/** Does something to a stream that waits for its head. */
function waiting(
  act: (stream: ClientHttp2Stream) => void
): Probe<Http2Calling>['run'] {
  return async (client, server) => {
    const stream = send(client, server.url('nohead'));
    void until(() => server.log.length > 0).then(() => act(stream));
    return storyOf(stream);
  };
}

/** Ways to let go of a stream. */
export const http2LeavingProbes: readonly Probe<Http2Calling>[] = [
  {
    name: 'close() in the middle',
    run: amid(stream => stream.close()),
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'close() with a code and a callback, in the middle',
    run: amid(stream => {
      stream.close(NGHTTP2_CANCEL, () => stream.emit('trailers', {}, 0));
    }),
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'close() with an error code, in the middle',
    run: amid(stream => stream.close(constants.NGHTTP2_PROTOCOL_ERROR)),
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'close() with what is no code',
    run: async (client, server) => {
      const stream = send(client, server.url('json'));
      const refused = await outcomeOf(() => stream.close(-1));
      return [refused, await textOf(stream)];
    },
    seen: [{ terminal: ['end', 'abandoned'], bytes: 'any' }],
  },
  {
    name: 'destroy() in the middle',
    run: amid(stream => stream.destroy()),
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'destroy() with an error, in the middle',
    run: amid(stream => stream.destroy(new RangeError('mine'))),
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'leaving the iterator in the middle',
    run: async (client, server) => {
      const stream = send(client, server.url('hang'));
      for await (const chunk of stream) return [String(chunk)];
      return 'nothing';
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'close() before the head',
    run: waiting(stream => stream.close(NGHTTP2_CANCEL)),
    seen: [{ terminal: 'abandoned', ...nothing }],
  },
  {
    name: 'destroy() before the head',
    run: waiting(stream => stream.destroy()),
    seen: [{ terminal: 'abandoned', ...nothing }],
  },
  {
    name: 'close() in the same turn',
    leavesOpen: true,
    run: (client, server) => {
      const stream = send(client, server.url('json'));
      stream.close();
      return storyOf(stream);
    },
    seen: [{ terminal: 'abandoned', ...unsent }],
  },
  {
    name: 'destroy() in the same turn',
    leavesOpen: true,
    run: (client, server) => {
      const stream = send(client, server.url('json'));
      stream.destroy(new RangeError('mine'));
      return storyOf(stream);
    },
    seen: [{ terminal: 'abandoned', ...unsent }],
  },
  {
    name: 'close() and destroy() after the end',
    run: async (client, server) => {
      const stream = send(client, server.url('json'));
      const text = await textOf(stream);
      stream.close();
      stream.destroy();
      return [text, stream.destroyed];
    },
  },
  {
    name: 'the session is destroyed in the middle',
    run: amid(stream => stream.session?.destroy()),
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'the session is destroyed with an error, in the middle',
    run: amid(stream => stream.session?.destroy(new RangeError('mine'))),
    seen: [{ terminal: ['error', 'abandoned'], bytes: 'some' }],
  },
  {
    name: 'the session is closed in the middle, and the stream ends',
    run: (client, server) =>
      storyOf(send(client, server.url('sse', { gap: 2 })), stream => {
        stream.once('data', () => stream.session?.close());
        stream.resume();
      }),
  },
  {
    name: 'a signal in the middle, with a reason',
    run: (client, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      return storyOf(send(client, server.url('hang'), { signal }), stream => {
        stream.once('data', () => controller.abort(new RangeError('mine')));
      });
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'a signal before the head',
    run: (client, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      const stream = send(client, server.url('nohead'), { signal });
      void until(() => server.log.length > 0).then(() => controller.abort());
      return storyOf(stream);
    },
    seen: [{ terminal: 'abandoned', ...nothing }],
  },
  {
    name: 'a signal that was aborted before',
    leavesOpen: true,
    run: (client, server) => {
      const signal = AbortSignal.abort('before');
      return storyOf(send(client, server.url('json'), { signal }));
    },
    seen: [{ terminal: 'abandoned', ...unsent }],
  },
  {
    name: 'setTimeout() only tells',
    run: async (client, server) => {
      const stream = send(client, server.url('json', { delay: 40 }));
      let told = 0;
      stream.setTimeout(15, () => told++);
      return [await textOf(stream), told > 0];
    },
  },
  {
    name: 'setTimeout() and close() before the head',
    run: waiting(stream => {
      stream.setTimeout(15, () => stream.close(NGHTTP2_CANCEL));
    }),
    seen: [{ terminal: 'abandoned', ...nothing }],
  },
  {
    name: 'setTimeout() and destroy() in the middle',
    run: (client, server) =>
      storyOf(send(client, server.url('hang')), stream => {
        stream.resume();
        stream.setTimeout(15, () => stream.destroy(new Error('too slow')));
      }),
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'the session times out and is destroyed',
    run: waiting(({ session }) => {
      session?.setTimeout(15, () => session.destroy());
    }),
    seen: [{ terminal: ['abandoned', 'error'], ...nothing }],
  },
];
