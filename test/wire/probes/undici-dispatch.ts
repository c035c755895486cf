// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { storyHandler, type Undici, dispatchTarget } from './undici-calling.ts';

/** What goes through `dispatch()` with a handler of the caller's own. */
export function undiciDispatchProbes(
  version: number
): readonly Probe<Undici>[] {
  const old = version < 7;
  return [
    {
      name: 'dispatch()',
      run: async ({ dispatcher }, server) => {
        const { handler, done } = storyHandler(old);
        const url = server.url('sse', { gap: 4, events: 3 });
        return [dispatcher.dispatch(dispatchTarget(url), handler), await done];
      },
    },
    {
      name: 'a second request in the callback of a first that is answered at once',
      run: async ({ undici }) => {
        const dispatcher = new undici.MockAgent();
        dispatcher.disableNetConnect();
        const origin = 'http://model.example';
        const path = '/v1/chat/completions';
        const pool = dispatcher.get(origin);
        for (const reply of ['first', 'second']) {
          pool.intercept({ path, method: 'POST' }).reply(200, reply);
        }
        const asked = { method: 'POST', body: '{}', dispatcher };
        const texts: string[] = [];
        await new Promise<void>(done => {
          undici.request(origin + path, asked, (_: unknown, one: any) => {
            undici.request(origin + path, asked, (__: unknown, two: any) => {
              void two.body.text().then((text: string) => {
                texts.push(text);
                done();
              });
            });
            void one.body.text().then((text: string) => texts.push(text));
          });
        });
        return texts.sort();
      },
      seen: [
        { status: 200, bytes: 'any' },
        { status: 200, bytes: 'any' },
      ],
    },
    {
      name: 'dispatch() with a handler of the old generation',
      skip: version > 7 && 'gone in undici 8',
      run: async ({ dispatcher }, server) => {
        const { handler, done } = storyHandler(true);
        return [
          dispatcher.dispatch(dispatchTarget(server.url('json')), handler),
          await done,
        ];
      },
    },
    ...['GET', 'POST'].map((method): Probe<Undici> => ({
      name: `an upgrade to no WebSocket, by ${method}`,
      run: async ({ dispatcher }, server) => {
        const { origin, pathname } = new URL(server.url('json'));
        const { headers, socket } = await dispatcher.upgrade({
          origin,
          path: pathname,
          method,
          protocol: 'example',
        });
        const parts = await socket.toArray();
        return [headers, Buffer.concat(parts).toString()];
      },
      seen: [{ status: 'none', bytes: 'none', requestBody: 'unknown' }],
    })),
    {
      name: 'dispatch() with a handler that is frozen',
      run: async ({ dispatcher }, server) => {
        const { handler, done } = storyHandler(old);
        const url = server.url('json');
        dispatcher.dispatch(dispatchTarget(url), Object.freeze(handler));
        return done;
      },
    },
    {
      name: 'dispatch() with a handler whose methods are inherited',
      run: async ({ dispatcher }, server) => {
        const { handler, done } = storyHandler(old);
        const child = Object.create(handler) as object;
        dispatcher.dispatch(dispatchTarget(server.url('json')), child);
        const story = await done;
        return [story, Object.keys(child)];
      },
    },
    {
      name: 'dispatch() leaves the keys of the handler as they were',
      run: async ({ dispatcher }, server) => {
        const { handler, done } = storyHandler(old);
        dispatcher.dispatch(dispatchTarget(server.url('json')), handler);
        const during = [Object.keys(handler), Object.keys({ ...handler })];
        await done;
        return [during, Object.keys(handler)];
      },
    },
    {
      name: 'dispatch() with one handler, twice',
      run: async ({ dispatcher }, server) => {
        const first = storyHandler(old);
        dispatcher.dispatch(dispatchTarget(server.url('json')), first.handler);
        await first.done;
        const url = server.url('sse', { gap: 2 });
        const end = old ? 'onComplete' : 'onResponseEnd';
        const again = new Promise<void>(resolve => {
          const { handler } = first;
          const before = handler[end];
          handler[end] = function (this: unknown, ...args: unknown[]) {
            before.apply(this, args);
            resolve();
          };
          dispatcher.dispatch(dispatchTarget(url), handler);
        });
        await again;
        return first.story;
      },
      seen: [{}, {}],
    },
    {
      name: 'dispatch() of what is refused',
      run: async ({ dispatcher }, server) => {
        const { handler, story } = storyHandler(old);
        const options = {
          ...dispatchTarget(server.url('json')),
          method: 'A B',
        };
        const outcome = await outcomeOf(() =>
          dispatcher.dispatch(options, handler)
        );
        await outcomeOf(() =>
          dispatcher.dispatch(dispatchTarget(server.url('json')), null)
        );
        return [outcome, story];
      },
      seen: 'any',
    },
  ];
}
