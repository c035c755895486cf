// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadUndici, undiciVersions } from '../wire/probes/undici-calling.ts';
import { Witness } from '../wire/support/witness.ts';

const init = { method: 'POST', body: '{"model":"example-model"}' } as const;

// The handler of an interceptor is another one for each hop, and a socket that is used again has the context of the call
// that opened it: a redirected call was two calls, each with the tokens of the answer. A loop counted as a good call.
for (const found of undiciVersions.filter(({ version }) => version >= 6)) {
  const { skip, version } = found;
  (skip === false ? describe : describe.skip)(
    `a redirect that an interceptor of undici ${version} follows`,
    () => {
      const seeing = new Witness();
      const undici = skip === false ? loadUndici(found) : undefined;
      const { interceptors = {} } = undici ?? {};
      const redirect = () => interceptors.redirect({ maxRedirections: 2 });
      const retry = () => interceptors.retry({ maxRetries: 1 });
      const plain = () => (dispatch: any) => (options: any, handler: any) =>
        dispatch(options, handler) as boolean;
      const orders: Record<string, () => any[]> = {
        alone: () => [redirect()],
        'above retries': () => [retry(), redirect()],
        'below retries': () => [redirect(), retry()],
        'above the lookup of names': () => [interceptors.dns(), redirect()],
        'below the lookup of names': () => [redirect(), interceptors.dns()],
        'above several others': () => [plain(), retry(), plain(), redirect()],
      };

      async function calls(
        order: () => any[],
        url: string,
        count = 3
      ): Promise<unknown[]> {
        const dispatcher = new undici.Agent().compose(...order());
        const before = seeing.observer.seen.length;
        const outcomes: unknown[] = [];
        for (let made = 0; made < count; made++) {
          try {
            const options = { ...init, dispatcher };
            const { statusCode, body } = await undici.request(url, options);
            await body.text();
            outcomes.push(statusCode);
          } catch (error) {
            outcomes.push((error as Error).name);
          }
        }
        await dispatcher.close();
        await seeing.story();
        const seen = seeing.observer.seen.slice(before);
        assert.equal(seen.length, count);
        return seen.map(({ statuses, terminals }, index) => [
          outcomes[index],
          statuses,
          terminals,
        ]);
      }

      for (const [name, order] of Object.entries(orders)) {
        it(`is of one call, ${name}`, async () => {
          seeing.wire.enable();
          seeing.wire.watchUndici(undici);
          const to = new URL(seeing.server.url('json')).pathname;
          const url = seeing.server.url('redirect', { to, status: 307 });
          const one = [200, [200], ['end']];
          assert.deepEqual(await calls(order, url), [one, one, one]);
        });

        it(`is a failure where it leads in a circle, ${name}`, async () => {
          seeing.wire.enable();
          seeing.wire.watchUndici(undici);
          const loop = seeing.server.url('redirect', { to: '#', status: 307 });
          const [first, ...others] = await calls(order, loop);
          // Undici 6 gives the application the last redirect; later ones throw.
          const outcome = version === 6 ? 307 : 'InvalidArgumentError';
          assert.deepEqual(first, [outcome, [307], ['error']]);
          for (const other of others) assert.deepEqual(other, first);
        });
      }
    }
  );
}
