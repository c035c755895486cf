// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bundledUndici, loadUndici } from './probes/undici-calling.ts';
import { until } from './support/waiting.ts';
import { Witness } from './support/witness.ts';

describe('a call of fetch that is given up before it has a connection', () => {
  const seeing = new Witness();

  it('has ended then, not when the connection fails', async function () {
    if (bundledUndici === undefined) this.skip();
    let fail = (): void => {};
    const dispatcher = new (loadUndici(bundledUndici).Agent)({
      connect(_options: unknown, callback: (error: Error) => void) {
        fail = () => callback(new Error('no answer'));
      },
    });
    seeing.wire.enable();
    const controller = new AbortController();
    const call = fetch(seeing.server.url('json'), {
      method: 'POST',
      body: '{"model":"example-model"}',
      dispatcher,
      signal: controller.signal,
    });
    controller.abort('enough');
    await assert.rejects(call, error => error === 'enough');
    const seen = seeing.observer.seen[0]!;
    assert.ok(await until(() => seen.terminals.length > 0), 'told in time');
    fail();
    await dispatcher.destroy();
    assert.deepEqual([seen.terminals, seen.failure], [['abandoned'], 'enough']);
    assert.deepEqual(seen.complaints, []);
  });
});
