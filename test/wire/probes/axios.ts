// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import axios, { type AxiosRequestConfig } from 'axios';
import { closedPort } from '../../support/closed-port.ts';
import { describeError } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { turns, until } from '../support/waiting.ts';
import { lengths } from './fetching.ts';
import type { Requesting } from './requesting.ts';

const question = { model: 'example-model', messages: [] };

/** One call with axios, as far as an application can tell. */
async function call(
  { base }: Requesting,
  url: string,
  config: AxiosRequestConfig = {}
): Promise<unknown> {
  const all = { httpAgent: base.agent, method: 'post', data: question, url };
  try {
    const response = await axios.request({ ...all, ...config });
    const { status, data } = response as { status: number; data: unknown };
    return { status, data };
  } catch (error) {
    const { code, message, response, name } = error as any;
    return { code, message, name, status: response?.status };
  }
}

/** follow-redirects sits between axios and node:http. */
export const axiosProbes: readonly Probe<Requesting>[] = [
  {
    name: 'a post',
    run: (client, server) => call(client, server.url('json')),
  },
  {
    name: 'a post without redirects',
    run: (client, server) =>
      call(client, server.url('json'), { maxRedirects: 0 }),
  },
  ...['gzip', 'br', 'deflate'].map((encoding): Probe<Requesting> => ({
    name: `an answer in ${encoding}`,
    run: (client, server) => call(client, server.url('json', { encoding })),
  })),
  {
    name: 'a stream',
    run: async ({ base }, server) => {
      const url = server.url('sse', { gap: 3 });
      const { data } = await axios.post<AsyncIterable<Uint8Array>>(
        url,
        question,
        { httpAgent: base.agent, responseType: 'stream' }
      );
      return lengths(data);
    },
  },
  {
    name: 'a stream that is left early',
    run: async ({ base }, server) => {
      const { data } = await axios.post<AsyncIterable<Uint8Array>>(
        server.url('hang'),
        question,
        { httpAgent: base.agent, responseType: 'stream' }
      );
      for await (const chunk of data) return chunk.length;
      return 'nothing came';
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'an answer of 500',
    run: (client, server) => call(client, server.url('json', { status: 500 })),
    seen: [{ status: 500 }],
  },
  {
    name: 'a redirect of 307',
    run: (client, server) => {
      const to = server.url('json');
      return call(client, server.url('redirect', { to }));
    },
    seen: [{ request: 1 }],
  },
  {
    name: 'a redirect of 303 to another path',
    run: (client, server) => {
      const url = server.url('redirect', { to: '/json/other', status: 303 });
      return call(client, url);
    },
    seen: [{ request: 1 }],
  },
  {
    name: 'a redirect that is not followed',
    run: (client, server) =>
      call(client, server.url('redirect', { to: '/json' }), {
        maxRedirects: 0,
        validateStatus: null,
      }),
    seen: [{ status: 307, bytes: 'any' }],
  },
  {
    name: 'an abort',
    run: (client, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      void until(() => (server.log[0]?.sent ?? 0) > 0)
        .then(() => turns(10))
        .then(() => controller.abort());
      return call(client, server.url('hang'), { signal });
    },
    seen: [{ terminal: ['abandoned', 'error'], bytes: 'some' }],
  },
  {
    name: 'a timeout',
    // Of which the request must have come even on a busy machine.
    run: (client, server) =>
      call(client, server.url('nohead'), { timeout: 250 }),
    seen: [{ terminal: ['abandoned', 'error'], status: 'none', bytes: 'none' }],
  },
  {
    name: 'a limit on the answer',
    run: (client, server) =>
      call(client, server.url('bytes', { size: 1 << 20 }), {
        maxContentLength: 1000,
      }),
    seen: [{ terminal: ['abandoned', 'error', 'end'], bytes: 'some' }],
  },
  {
    name: 'a refused connection',
    run: async ({ base }) => {
      try {
        const url = `http://127.0.0.1:${await closedPort()}/v1/chat/completions`;
        return await axios.post(url, question, { httpAgent: base.agent });
      } catch (error) {
        return (describeError(error) as { code: unknown }).code;
      }
    },
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
  },
  {
    name: 'a stream for a body',
    run: async (client, server) => {
      const { Readable } = await import('node:stream');
      const data = Readable.from(['{"model"', ':"piped"}']);
      return call(client, server.url('echo'), { data });
    },
  },
  {
    name: 'calls at once',
    parallel: true,
    run: (client, server) =>
      Promise.all(
        Array.from({ length: 6 }, (_, mark) =>
          call(client, server.url('sse', { mark, gap: 1 }))
        )
      ),
    seen: Array.from({ length: 6 }, () => ({})),
  },
];
