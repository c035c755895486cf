// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { context, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import { describe, it } from 'mocha';
import {
  completion,
  json,
  scriptedServer,
} from '../telemetry/support/scripted-server.ts';
import { track } from '../telemetry/support/tracked.ts';
import { Witness } from '../wire/support/witness.ts';

const init = { method: 'POST', body: '{"model":"m","messages":[]}' };

describe('an AsyncLocalStorage whose run() passes no arguments on', () => {
  const seeing = new Witness();

  type Run = (this: unknown, store: unknown, fn: unknown) => unknown;

  /** Puts another `run()` in the place of that of Node.js. */
  function replaceRun(wrap: (run: Run) => Run): void {
    const { prototype } = AsyncLocalStorage as { prototype: { run: Run } };
    const { run } = prototype;
    prototype.run = wrap(run);
    seeing.restore.push(() => {
      prototype.run = run;
    });
    seeing.wire.enable();
  }

  it('runs a call of fetch, which failed with an error of ours', async () => {
    replaceRun(
      run =>
        function (store, fn) {
          return Reflect.apply(run, this, [store, fn]);
        }
    );
    const response = await fetch(seeing.server.url('json'), init);
    assert.equal(response.status, 200);
    await response.text();
    assert.deepEqual(await seeing.story(), [seeing.whole('fetch')]);
  });

  const flaws: Record<string, Run> = {
    throws() {
      throw new Error('no storage');
    },
    'does nothing': () => undefined,
    'runs its function later'(_store, fn) {
      queueMicrotask(fn as () => void);
    },
  };
  for (const [name, flaw] of Object.entries(flaws)) {
    it(`that ${name} leaves each call of fetch to be made once`, async () => {
      replaceRun(() => flaw);
      const url = seeing.server.url('json');
      await (await fetch(url, init)).text();
      assert.equal(seeing.server.log.length, 1);
    });
  }
});

describe('a context manager whose with() takes no arguments of its function', () => {
  it('runs the request of a call in the context of its span', async () => {
    const tracked = track();
    const storage = new AsyncLocalStorage<Context>();
    context.disable();
    context.setGlobalContextManager({
      active: () => storage.getStore() ?? ROOT_CONTEXT,
      with: (of, fn, self) =>
        storage.run(of, () => (fn as unknown as () => never).call(self)),
      bind: (_, target) => target,
      enable() {
        return this;
      },
      disable() {
        return this;
      },
    });
    const active: (string | undefined)[] = [];
    const look = (): void => {
      active.push(trace.getActiveSpan()?.spanContext().spanId);
    };
    subscribe('undici:request:create', look);
    const server = await scriptedServer((_, response) =>
      json(response, 200, completion)
    );
    try {
      const url = `${server.origin}/v1/chat/completions`;
      await (await fetch(url, init)).text();
      const [span] = tracked.genai();
      assert.deepEqual(active, [span?.spanContext().spanId]);
    } finally {
      unsubscribe('undici:request:create', look);
      await server.close();
      await tracked.stop();
    }
  });
});
