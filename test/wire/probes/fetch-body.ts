// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { standstill, until } from '../support/waiting.ts';
import { type Fetch, lengths, post, textOf } from './fetching.ts';

/** What can be done with the body of a response. */
export const fetchBodyProbes: readonly Probe<Fetch>[] = [
  {
    name: 'bodyUsed and locked, and a second read',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      const states = [response.bodyUsed, response.body?.locked];
      const text = response.text();
      states.push(response.bodyUsed, response.body?.locked);
      await text;
      states.push(response.bodyUsed, response.body?.locked);
      const again = await outcomeOf(() => response.text());
      return [states, again, await outcomeOf(() => response.clone())];
    },
  },
  {
    name: 'a reader that is released and taken again',
    run: async (fetch, server) => {
      const response = await fetch(server.url('sse', { gap: 2 }), post);
      const first = response.body?.getReader();
      const locked = await outcomeOf(() => response.text());
      const one = await first?.read();
      first?.releaseLock();
      const rest = await lengths(response.body as AsyncIterable<Uint8Array>);
      return [locked, one?.value?.length, rest, response.bodyUsed];
    },
  },
  {
    name: 'clone()',
    run: async (fetch, server) => {
      const response = await fetch(server.url('sse', { gap: 2 }), post);
      const copy = response.clone();
      const texts = await Promise.all([copy.text(), response.text()]);
      return [copy.url === response.url, texts];
    },
  },
  {
    name: 'a clone of which only one side is read, and the other cancelled',
    run: async (fetch, server) => {
      const response = await fetch(server.url('sse', { gap: 2 }), post);
      const copy = response.clone();
      const cancelled = copy.body?.cancel('not this one');
      return [await response.text(), await outcomeOf(() => cancelled)];
    },
  },
  {
    name: 'tee()',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      const [one, other] = response.body?.tee() ?? [];
      return Promise.all([
        new globalThis.Response(one).text(),
        new globalThis.Response(other).text(),
      ]);
    },
  },
  {
    name: 'a byob reader',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      const reader = response.body?.getReader({ mode: 'byob' } as never) as any;
      const sizes: number[] = [];
      for (;;) {
        const { value, done } = await reader.read(new Uint8Array(100));
        if (done) return sizes;
        sizes.push(value.length);
      }
    },
  },
  {
    name: 'chunks as they were sent',
    run: async (fetch, server) => {
      const url = server.url('sse', { events: 6, gap: 5 });
      const response = await fetch(url, post);
      return lengths(response.body as AsyncIterable<Uint8Array>);
    },
  },
  {
    name: 'each chunk arrives before the next is sent',
    run: async (fetch, server) => {
      const response = await fetch(server.url('gated', { events: 3 }), post);
      const sizes: number[] = [];
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        sizes.push(chunk.length);
        server.release();
      }
      return sizes;
    },
  },
  {
    name: 'the kind of a chunk, which the application may overwrite',
    run: async (fetch, server) => {
      const response = await fetch(server.url('sse', { gap: 3 }), post);
      const kinds: unknown[] = [];
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        kinds.push([chunk.constructor.name, chunk.byteOffset, chunk.length]);
        chunk.fill(0);
      }
      return kinds;
    },
  },
  {
    name: 'pipeThrough()',
    run: async (fetch, server) => {
      const response = await fetch(server.url('sse', { gap: 2 }), post);
      const decoded = response.body?.pipeThrough(new TextDecoderStream());
      let text = '';
      for await (const part of decoded as AsyncIterable<string>) text += part;
      return text;
    },
  },
  {
    name: 'pipeTo()',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      let count = 0;
      const sink = new WritableStream<Uint8Array>({
        write: chunk => void (count += chunk.length),
      });
      await response.body?.pipeTo(sink);
      return count;
    },
  },
  {
    name: 'pipeTo() a sink that fails',
    run: async (fetch, server) => {
      const response = await fetch(server.url('hang'), post);
      const sink = new WritableStream({
        write: () => {
          throw new RangeError('full');
        },
      });
      return outcomeOf(() => response.body?.pipeTo(sink));
    },
    seen: [{ terminal: ['abandoned', 'error'], bytes: 'some' }],
  },
  {
    name: 'the body in a new Response',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      return new globalThis.Response(response.body as never, {
        status: response.status,
      }).text();
    },
  },
  {
    name: 'the body transferred by structuredClone',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      const body = response.body as never;
      const moved = structuredClone(body, { transfer: [body] });
      return new globalThis.Response(moved).text();
    },
  },
  {
    name: 'the body sent on as an upload',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json', { kilobytes: 64 }), post);
      const body = response.body as never;
      const echo = await fetch(server.url('echo'), {
        ...post,
        body,
        duplex: 'half',
      });
      return echo.json();
    },
    seen: [{}, {}],
  },
  {
    name: 'Readable.fromWeb()',
    run: async (fetch, server) => {
      const response = await fetch(server.url('sse', { gap: 3 }), post);
      return lengths(Readable.fromWeb(response.body as never));
    },
  },
  {
    name: 'a response without a body',
    run: async (fetch, server) => {
      const response = await fetch(server.url('empty'), post);
      const { body, bodyUsed } = response;
      return [body, bodyUsed, await response.text(), response.bodyUsed];
    },
    seen: [{ status: 204 }],
  },
  {
    name: 'HEAD',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), { method: 'HEAD' });
      return [response.body === null, await response.text()];
    },
  },
  {
    name: 'GET',
    run: (fetch, server) => textOf(fetch, server.url('json'), {}),
  },
  {
    name: 'heads of the 1xx kind come before',
    run: (fetch, server) => textOf(fetch, server.url('early')),
  },
  {
    name: 'trailers',
    run: (fetch, server) => textOf(fetch, server.url('trailers')),
  },
  ...[400, 401, 429, 500, 503].map((status): Probe<Fetch> => ({
    name: `an answer of ${status}`,
    run: async (fetch, server) => {
      const response = await fetch(server.url('json', { status }), post);
      return [response.ok, response.status, await response.text()];
    },
    seen: [{ status }],
  })),
  {
    name: 'a reader who comes late',
    run: async (fetch, server) => {
      const response = await fetch(server.url('sse', { gap: 2 }), post);
      await until(() => server.log[0]?.outcome === 'finished');
      return response.text();
    },
  },
  {
    name: 'a small body that nobody reads',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      await until(() => server.log[0]?.outcome === 'finished');
      return [response.status, response.bodyUsed];
    },
  },
  {
    name: 'a slow reader holds the server back',
    leavesOpen: true,
    run: async (fetch, server) => {
      const url = server.url('bytes', { size: 48 << 20 });
      const response = await fetch(url, post);
      const reader = response.body?.getReader();
      await reader?.read();
      const sent = await standstill(() => server.log[0]?.sent ?? 0);
      await reader?.cancel();
      return sent < 16 << 20 ? 'bounded' : `sent ${sent} bytes ahead`;
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
];
