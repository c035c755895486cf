// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { startWireServer } from '../../support/wire-server.ts';
import { outcomeOf, withoutPorts } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { type Fetch, post, textOf } from './fetching.ts';

const text = '{"model":"example-model","input":"Grüße 👋"}';
const bytes = new TextEncoder().encode(text);

/** Bodies in every kind that fetch takes; a fresh one each time. */
const bodies: Record<string, () => unknown> = {
  'a string': () => text,
  'an empty string': () => '',
  'a Uint8Array': () => bytes.slice(),
  'a Buffer in the middle of its pool': () =>
    Buffer.from(`--${text}--`).subarray(2, 2 + bytes.length),
  'an ArrayBuffer': () => bytes.slice().buffer,
  'a DataView': () => new DataView(bytes.slice().buffer),
  'a Uint16Array': () => new Uint16Array([0x6161, 0x6262]),
  'a Blob': () => new Blob([text], { type: 'application/json' }),
  FormData: () => {
    const form = new FormData();
    form.set('model', 'example-model');
    form.set('file', new Blob(['content']), 'name.txt');
    return form;
  },
  URLSearchParams: () => new URLSearchParams({ model: 'example model' }),
  'a ReadableStream': () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.slice(0, 10));
        controller.enqueue(bytes.slice(10));
        controller.close();
      },
    }),
  'an asynchronous iterable': () =>
    (async function* () {
      yield bytes.slice(0, 10);
      await Promise.resolve();
      yield bytes.slice(10);
    })(),
  'a Node.js stream': () => Readable.from([bytes.slice(0, 5), bytes.slice(5)]),
  'a number': () => 42,
  'an object with toString': () => ({ toString: () => text }),
};

export const fetchRequestProbes: readonly Probe<Fetch>[] = [
  ...Object.entries(bodies).map(([kind, body]): Probe<Fetch> => ({
    name: `a request body that is ${kind}`,
    run: (fetch, server) =>
      textOf(fetch, server.url('echo'), {
        method: 'POST',
        body: body(),
        duplex: 'half',
      }),
  })),
  {
    name: 'a POST without a body',
    run: (fetch, server) =>
      textOf(fetch, server.url('echo'), { method: 'POST' }),
  },
  {
    name: 'a big request body',
    run: (fetch, server) =>
      textOf(fetch, server.url('echo'), {
        method: 'POST',
        body: 'x'.repeat(1 << 20),
      }),
  },
  {
    name: 'the buffer of a request body afterwards',
    run: async (fetch, server) => {
      const body = bytes.slice();
      const answer = await textOf(fetch, server.url('echo'), {
        method: 'POST',
        body,
      });
      return [answer, Buffer.from(body).toString()];
    },
  },
  ...['POST', 'post', 'Post', 'PATCH', 'PUT', 'DELETE', 'QUERY'].map(
    (method): Probe<Fetch> => ({
      name: `method ${method}`,
      run: (fetch, server) =>
        textOf(fetch, server.url('echo'), { method, body: text }),
    })
  ),
  ...Object.entries({
    'an object': { 'Content-Type': 'text/plain', 'x-MARK': 'one' },
    'a list': [
      ['X-Mark', 'one'],
      ['x-mark', 'two'],
    ],
    Headers: new Headers({ 'X-Mark': 'one' }),
    'a Map': new Map([['X-Mark', 'one']]),
  }).map(([kind, headers]): Probe<Fetch> => ({
    name: `headers in ${kind}`,
    run: (fetch, server) =>
      textOf(fetch, server.url('echo'), { ...post, headers }),
  })),
  {
    name: 'a URL object',
    run: (fetch, server) => textOf(fetch, new URL(server.url('json')) as never),
  },
  {
    name: 'a URL with a fragment',
    run: async (fetch, server) => {
      const response = await fetch(`${server.url('json')}#part`, post);
      await response.text();
      return withoutPorts(response.url);
    },
  },
  {
    name: 'a URL with credentials',
    run: (fetch, server) => {
      const url = server.url('json').replace('//', '//user:secret@');
      return outcomeOf(() => fetch(url, post));
    },
    seen: 'at most one',
  },
  {
    name: 'an object that turns into the URL, once',
    run: async (fetch, server) => {
      let asked = 0;
      const url = {
        toString() {
          asked++;
          return server.url('json');
        },
      };
      return [await textOf(fetch, url as never), asked];
    },
    // Not asked by us: undici knows the address, one step later.
    transport: 'undici',
  },
  {
    name: 'options with a getter that throws',
    run: (fetch, server) => {
      const init = {
        get method(): string {
          throw new RangeError('no method today');
        },
      };
      return outcomeOf(() => fetch(server.url('json'), init));
    },
    seen: 'at most one',
  },
  {
    name: 'a Request',
    run: async (fetch, server) => {
      const request = new Request(server.url('echo'), post);
      const before = request.bodyUsed;
      const answer = await (await fetch(request)).text();
      return [before, answer, request.bodyUsed];
    },
  },
  {
    name: 'a Request with a stream, and options on top',
    run: async (fetch, server) => {
      const request = new Request(server.url('echo'), {
        method: 'POST',
        duplex: 'half',
        body: bodies['a ReadableStream']?.(),
      } as never);
      const headers = { 'x-mark': 'on top' };
      return (await fetch(request, { headers })).text();
    },
  },
  {
    name: 'a Request whose method the options change',
    run: async (fetch, server) => {
      const request = new Request(server.url('echo'));
      return (await fetch(request, { method: 'POST', body: text })).text();
    },
  },
  {
    name: 'a Request that was used before',
    run: async (fetch, server) => {
      const request = new Request(server.url('echo'), post);
      await request.text();
      return outcomeOf(() => fetch(request));
    },
    seen: 'at most one',
  },
  ...[301, 302, 303, 307, 308].map((status): Probe<Fetch> => ({
    name: `a redirect of ${status} to another path`,
    run: async (fetch, server) => {
      const to = '/elsewhere';
      const url = server.url('redirect', { status, to: `/json${to}` });
      const response = await fetch(url, post);
      const { redirected, status: last } = response;
      const text = await response.text();
      return [withoutPorts(response.url), redirected, last, text];
    },
    seen: [{ request: 1 }],
  })),
  {
    name: 'a redirect to the same kind of path, twice',
    run: (fetch, server) => {
      const last = server.url('sse', { gap: 2 });
      const to = server.url('redirect', { to: last });
      return textOf(fetch, server.url('redirect', { to }));
    },
    seen: [{ request: 2 }],
  },
  {
    name: 'a redirect to another origin',
    run: async (fetch, server) => {
      const other = await startWireServer();
      try {
        const to = other.url('json');
        const answer = await textOf(fetch, server.url('redirect', { to }));
        const names = other.log[0]?.rawHeaders.filter((_, i) => i % 2 === 0);
        return [answer, names];
      } finally {
        await other.close();
      }
    },
    // The bytes come from a server whose log is gone by then.
    seen: [{ bytes: 'any' }],
  },
  {
    name: 'a redirect with a stream that cannot be sent again',
    run: (fetch, server) =>
      outcomeOf(() =>
        fetch(server.url('redirect', { to: '/json' }), {
          method: 'POST',
          duplex: 'half',
          body: bodies['a ReadableStream']?.(),
        })
      ),
    seen: 'at most one',
  },
  {
    name: 'redirect: manual',
    run: async (fetch, server) => {
      const url = server.url('redirect', { to: '/json' });
      const response = await fetch(url, { ...post, redirect: 'manual' });
      const { status, type } = response;
      return [status, type, await response.text()];
    },
    // What is said with a redirect that nobody follows is of no use to anyone.
    seen: 'at most one',
  },
  {
    name: 'redirect: error',
    run: (fetch, server) => {
      const url = server.url('redirect', { to: '/json' });
      return outcomeOf(() => fetch(url, { ...post, redirect: 'error' }));
    },
    seen: 'at most one',
  },
  {
    name: 'a redirect without end',
    run: (fetch, server) => {
      const path = new URL(server.url('redirect')).pathname;
      const url = `${server.url('redirect')}?to=${encodeURIComponent(path)}`;
      return outcomeOf(() => fetch(`${url}`, post));
    },
    seen: 'at most one',
  },
  {
    name: 'one connection for calls one after another',
    run: async (fetch, server) => {
      const texts: string[] = [];
      for (let index = 0; index < 3; index++) {
        texts.push(await textOf(fetch, server.url('json', { mark: index })));
      }
      return texts;
    },
    seen: [{}, {}, {}],
  },
  {
    name: 'eight calls at once',
    parallel: true,
    run: (fetch, server) =>
      Promise.all(
        Array.from({ length: 8 }, (_, mark) =>
          textOf(fetch, server.url('sse', { mark, gap: 2 }))
        )
      ),
    seen: Array.from({ length: 8 }, () => ({})),
  },
];
