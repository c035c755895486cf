// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { instantDispatcher } from '../wire/probes/instant-dispatcher.ts';
import { Witness } from '../wire/support/witness.ts';

describe('a dispatcher of the application with methods of its own for dispatching and composing', () => {
  const seeing = new Witness();

  it('answers a call of fetch, which was reported as refused', async () => {
    const dispatcher = {
      ...instantDispatcher(200, ['answer']),
      compose() {
        return this;
      },
    };
    seeing.wire.enable();
    const url = seeing.server.url('json');
    const init = { method: 'POST', body: '{"model":"example-model"}' };
    const options = { ...init, dispatcher: dispatcher as never };
    assert.equal(await (await fetch(url, options)).text(), 'answer');
    await seeing.story();
    assert.deepEqual(
      seeing.observer.seen.map(({ bytes, terminals }) => [bytes, terminals]),
      [['answer'.length, ['end']]]
    );
  });
});
