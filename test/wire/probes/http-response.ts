// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { inspect } from 'node:util';
import type { Probe } from '../support/transcript.ts';
import { respond, type Requesting, send, textOf } from './requesting.ts';

const events = [
  'data',
  'end',
  'error',
  'close',
  'aborted',
  'readable',
  'pause',
];

export const httpResponseProbes: readonly Probe<Requesting>[] = [
  {
    name: 'a text in setEncoding()',
    run: async (client, server) => {
      const response = await respond(client, server.url('json'));
      return [await textOf(response), response.complete];
    },
  },
  {
    name: 'an encoding that cuts characters between chunks',
    run: async (client, server) => {
      const response = await respond(client, server.url('sse', { gap: 3 }));
      response.setEncoding('base64');
      const parts: string[] = [];
      response.on('data', (part: string) => parts.push(part));
      await once(response, 'end');
      return parts;
    },
  },
  {
    name: 'response metadata',
    run: async (client, server) => {
      const response = await respond(client, server.url('cookies'));
      const { date, ...headers } = response.headers;
      const names = response.rawHeaders.filter((_, index) => index % 2 === 0);
      response.resume();
      await once(response, 'end');
      return [
        typeof date,
        headers,
        names,
        response.headersDistinct['x-many'],
        response.httpVersion,
        response.statusCode,
        response.statusMessage,
      ];
    },
  },
  {
    name: 'class and keys of a response',
    run: async (client, server) => {
      const response = await respond(client, server.url('json'));
      const shown = inspect(response, { depth: 0 });
      const copied = Object.keys({ ...response });
      response.resume();
      await once(response, 'end');
      return [
        Object.keys(response),
        copied,
        shown.split('\n').map(line => line.split(':')[0]),
        response.constructor.name,
        Object.isExtensible(response),
      ];
    },
  },
  {
    name: 'class and keys of a request',
    run: async (client, server) => {
      const call = send(client, server.url('json'));
      const shown = inspect(call, { depth: 0 });
      const keys = [Object.keys(call), Object.keys({ ...call })];
      const [response] = (await once(call, 'response')) as [Readable];
      const later = Object.keys(call);
      response.resume();
      await once(response, 'end');
      const lines = shown.split('\n').map(line => line.split(':')[0]);
      return [keys, later, lines, call.constructor.name];
    },
  },
  {
    name: 'listeners that are there',
    run: async (client, server) => {
      const call = client.request(server.url('json'), {
        method: 'POST',
        ...client.base,
      });
      const look = (emitter: any): unknown => [
        emitter.eventNames().map(String).sort(),
        emitter.eventNames().map((name: string) => emitter.listenerCount(name)),
      ];
      const seen = [look(call)];
      call.end('{}');
      seen.push(look(call));
      const [response] = (await once(call, 'response')) as [Readable];
      seen.push(look(call), look(response));
      seen.push(events.map(event => response.listenerCount(event)));
      response.resume();
      await once(response, 'end');
      seen.push(look(call), look(response));
      return seen;
    },
  },
];
