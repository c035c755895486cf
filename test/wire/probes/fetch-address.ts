// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Probe } from '../support/transcript.ts';
import { type Fetch, post, textOf } from './fetching.ts';
import { loadUndici } from './undici-calling.ts';

/** Paths that a careless reader takes for a host. The server knows none of them. */
const PATHS = [
  '//v1/chat/completions',
  '/\\host/v1/chat/completions',
  '///v1/chat/completions',
  '/http://other.example/v1/chat/completions',
];

const undici = loadUndici({ name: 'undici', version: 7, skip: false });

/** Where an interceptor of the dispatcher sends a call to a host that does not exist. */
const REWRITTEN = [
  '/json/v1/chat/completions',
  '/json/v1/messages',
  '/json/gateway/model',
];

/** Where a call goes, whatever its path looks like, and whatever its dispatcher makes of it. */
export const fetchAddressProbes: readonly Probe<Fetch>[] = [
  ...PATHS.map((path): Probe<Fetch> => ({
    name: `the path ${path}`,
    run: async (fetch, server) => {
      const response = await fetch(server.origin + path, post);
      const url = response.url.replace(server.origin, '');
      return [url, response.status, await response.text()];
    },
    seen: [{ status: 404 }],
  })),
  ...REWRITTEN.map((path): Probe<Fetch> => ({
    name: `a dispatcher that sends the call to ${path} of another host`,
    run: async (fetch, { origin }) => {
      const dispatcher = new undici.Agent().compose(
        (dispatch: any) => (options: any, handler: any) =>
          dispatch({ ...options, origin, path }, handler)
      );
      const url = 'http://gateway.example/v1/chat/completions';
      const options = { ...post, dispatcher } as RequestInit;
      const text = await textOf(fetch, url, options);
      await dispatcher.close();
      return text;
    },
  })),
];

/** Several calls in one asynchronous context: each is its own. */
export const fetchContextProbes: readonly Probe<Fetch>[] = [
  {
    name: 'a call in the callback of another',
    run: async (fetch, server) => {
      const first = await fetch(server.url('json'), post);
      const second = await textOf(fetch, server.url('sse', { events: 3 }));
      return [await first.text(), second];
    },
    seen: [{}, {}],
  },
  {
    name: 'two calls to one address in one turn',
    run: (fetch, server) => {
      const url = server.url('json');
      return Promise.all([textOf(fetch, url), textOf(fetch, url)]);
    },
    seen: [{}, {}],
    anyConnection: true,
  },
];
