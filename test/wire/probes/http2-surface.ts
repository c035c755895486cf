// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { inspect } from 'node:util';
import type { Probe } from '../support/transcript.ts';
import { until } from '../support/waiting.ts';
import {
  headOf,
  type Http2Calling,
  posting,
  question,
  send,
  sessionTo,
  textOf,
} from './http2-calling.ts';

function ownNames(value: object): string[] {
  // What Node keeps under symbols is among them, and what we hide would be.
  return Object.keys(value).sort();
}

function listenersOf(emitter: {
  eventNames(): (string | symbol)[];
  listenerCount(name: string | symbol): number;
}): unknown[] {
  return emitter
    .eventNames()
    .map(name => [String(name), emitter.listenerCount(name)])
    .sort();
}

/** What streams and sessions look like, and what sessions do besides. */
export const http2SurfaceProbes: readonly Probe<Http2Calling>[] = [
  {
    name: 'what is pushed',
    run: async (client, server) => {
      const url = server.url('push');
      const session = sessionTo(client, url);
      const pushed: unknown[] = [];
      session.on('stream', (stream, headers) => {
        pushed.push(headers[':path']);
        stream.on('push', head => pushed.push(head[':status']));
        stream.setEncoding('utf8');
        stream.on('data', (part: string) => pushed.push(part));
      });
      const stream = session.request(posting(url));
      stream.end(question);
      const text = await textOf(stream);
      await until(() => pushed.length > 2, 300);
      return [text, pushed];
    },
  },
  {
    name: 'what is pushed, where pushing is switched off',
    run: async (client, server) => {
      const url = server.url('json');
      const session = sessionTo(client, url, {
        settings: { enablePush: false },
      });
      const stream = session.request(posting(url));
      stream.end(question);
      return [await textOf(stream), session.localSettings.enablePush];
    },
  },
  {
    name: 'class and keys of a stream and of its session',
    run: async (client, server) => {
      const stream = send(client, server.url('json'));
      const session = stream.session as object;
      const symbols = [stream, session].map(each =>
        Object.getOwnPropertySymbols(each).map(String).sort()
      );
      const seen = [
        ownNames(stream),
        ownNames(session),
        Object.keys({ ...stream }).length,
        Object.getOwnPropertyNames(session).sort(),
        symbols,
        stream.constructor.name,
        session.constructor.name,
        Object.isExtensible(stream),
        inspect(stream, { depth: 0 }).split('\n').length,
      ];
      await textOf(stream);
      return seen;
    },
  },
  {
    name: 'what request() and connect() look like',
    run: async (client, server) => {
      const stream = send(client, server.url('json'));
      const owner = Object.getPrototypeOf(stream.session);
      const { value, ...descriptor } = Object.getOwnPropertyDescriptor(
        owner,
        'request'
      ) as PropertyDescriptor;
      const names = [value.name, value.length, Object.keys(owner)];
      await textOf(stream);
      const { connect } = client;
      return [descriptor, names, typeof connect];
    },
  },
  {
    name: 'listeners that are there',
    run: async (client, server) => {
      const url = server.url('json');
      const session = sessionTo(client, url);
      const stream = session.request(posting(url));
      const seen = [listenersOf(session), listenersOf(stream)];
      stream.end(question);
      seen.push(listenersOf(stream));
      await headOf(stream);
      seen.push(listenersOf(stream));
      stream.resume();
      await once(stream, 'close');
      seen.push(listenersOf(stream), listenersOf(session));
      return seen;
    },
  },
  {
    name: 'a listener that is removed, and one that is asked for once',
    run: async (client, server) => {
      const stream = send(client, server.url('sse', { gap: 2 }));
      let heard = 0;
      const listener = (): void => void heard++;
      stream.on('data', listener);
      stream.once('data', () => stream.off('data', listener));
      await once(stream, 'end');
      return [heard, stream.listenerCount('data')];
    },
  },
  {
    name: 'a ping and settings of the session',
    run: async (client, server) => {
      const stream = send(client, server.url('json'));
      const { session } = stream;
      const text = await textOf(stream);
      const pinged = await new Promise(resolve => {
        session?.ping(Buffer.from('8 bytes!'), (error, _time, payload) =>
          resolve([error, String(payload)])
        );
      });
      return [text, pinged, session?.remoteSettings.maxFrameSize];
    },
  },
];
