// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { Agent as SecureAgent } from 'node:https';
import { Agent } from 'node:http';
import { withoutPorts } from '../support/described.ts';
import { insideOf } from '../support/observers.ts';
import type { Probe } from '../support/transcript.ts';
import {
  question,
  respond,
  responseOf,
  type Requesting,
  start,
  send,
  textOf,
} from './requesting.ts';

/** The course of a request, from its socket to its last event. */
export const httpCourseProbes: readonly Probe<Requesting>[] = [
  {
    name: 'Expect: 100-continue',
    run: async (client, server) => {
      const call = start(client, server.url('echo'), {
        headers: { Expect: '100-continue' },
      });
      call.flushHeaders();
      await once(call, 'continue');
      call.end(question);
      return textOf(await responseOf(call));
    },
  },
  {
    name: 'an answer before the body was sent',
    run: async (client, server) => {
      const call = start(client, server.url('eager'));
      call.on('error', () => {});
      call.write('the first of many');
      const response = await responseOf(call);
      const text = await textOf(response);
      call.destroy();
      return [response.statusCode, text];
    },
    seen: [{ status: 413, requestBody: 'unknown' }],
  },
  {
    name: 'a queue behind one socket',
    run: async ({ request, base }, server) => {
      const Kind = server.origin.startsWith('https') ? SecureAgent : Agent;
      const agent = new Kind({ maxSockets: 1, keepAlive: true });
      const client = { request, get: request, base: { ...base, agent } };
      const texts = await Promise.all(
        [0, 1, 2, 3].map(async mark =>
          textOf(await respond(client, server.url('sse', { mark, gap: 1 })))
        )
      );
      agent.destroy();
      return texts;
    },
    parallel: true,
    seen: [{}, {}, {}, {}],
  },
  {
    name: 'one connection for calls one after another',
    run: async (client, server) => {
      const reused: boolean[] = [];
      for (let index = 0; index < 3; index++) {
        const call = send(client, server.url('json'));
        await textOf(await responseOf(call));
        reused.push(call.reusedSocket);
      }
      return reused;
    },
    seen: [{}, {}, {}],
  },
  {
    name: 'no agent, and an agent for one call',
    run: async (client, server) => {
      const { ca } = client.base;
      const one = { request: client.request, get: client.get };
      const base = { agent: false as never, ...(ca ? { ca } : {}) };
      return textOf(await respond({ ...one, base }, server.url('json')));
    },
  },
  {
    name: 'the order of events',
    run: async (client, server) => {
      const order: string[] = [];
      const note = (emitter: any, prefix: string, names: string[]): void => {
        for (const name of names) {
          emitter.on(name, () => order.push(`${prefix} ${name}`));
        }
      };
      const call = start(client, server.url('json'));
      const close = once(call, 'close');
      note(call, 'request', [
        'socket',
        'finish',
        'error',
        'close',
        'prefinish',
      ]);
      call.on('response', (response: any) => {
        order.push('response');
        note(response, 'response', ['data', 'end', 'close', 'error']);
        process.nextTick(() => order.push('next tick after response'));
        queueMicrotask(() => order.push('microtask after response'));
      });
      call.end(question);
      order.push('sent');
      process.nextTick(() => order.push('next tick'));
      await close;
      return order;
    },
  },
  {
    name: 'once(), prepend and remove of response listeners',
    run: async (client, server) => {
      const order: string[] = [];
      const call = start(client, server.url('json'));
      const never = (): void => void order.push('never');
      call.on('response', never);
      call.prependListener('response', () => order.push('first'));
      call.once('response', response => response.resume());
      call.off('response', never);
      call.end(question);
      await once(call, 'close');
      return [order, call.listenerCount('response')];
    },
  },
  {
    name: 'emit() called by the application',
    run: async (client, server) => {
      const call = start(client, server.url('json'));
      const given: unknown[] = [];
      call.on('mine', (...args: unknown[]) => given.push(args));
      const results = [call.emit('mine', 1, 2, 3), call.emit('nobody', 4)];
      call.end(question);
      return [results, given, await textOf(await responseOf(call))];
    },
  },
  {
    name: 'where the answer is handled',
    run: async (client, server) => {
      const outside: boolean[] = [];
      const look = (): void =>
        void outside.push(insideOf.getStore() === undefined);
      const call = start(client, server.url('json'));
      look();
      call.end(question);
      const response = await responseOf(call);
      look();
      await textOf(response);
      look();
      return outside;
    },
  },
  {
    name: 'properties of a request that is on its way',
    run: async (client, server) => {
      const call = start(client, server.url('json'));
      call.end(question);
      const { method, path, host, protocol, maxHeadersCount, aborted } = call;
      const response = await responseOf(call);
      const same = (response as any).req === call;
      const found = [same, (call as any).res === response];
      await textOf(response);
      const told = [method, path, host, protocol, maxHeadersCount, aborted];
      return [told, found, withoutPorts(call.getHeader('host') as string)];
    },
  },
];
