// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sinon from 'sinon';
import { itObserves, ONE_CALL } from '../register/observe-app.ts';
import { REGISTER } from '../support/run-app.ts';
import type * as Deadline from '../../src/wire/deadline.ts';
import { recordingObserver } from '../wire/support/observers.ts';
import { wireFor } from '../wire/support/wire-under-test.ts';

const PATH = '/v1/chat/completions';
const init = { method: 'POST', body: '{"model":"example-model"}' } as const;

describe('a test with a clock of its own', () => {
  const recorder = recordingObserver();
  const wire = wireFor(recorder);
  let server: Server;
  let url: string;
  let clock: sinon.SinonFakeTimers;

  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url !== PATH) response.writeHead(307, { location: PATH });
      request.resume().on('end', () => response.end('{}'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    wire.enable();
    clock = sinon.useFakeTimers({
      toFake: ['setTimeout', 'setInterval', 'setImmediate'],
    });
  });
  afterEach(() => {
    clock.restore();
    wire.disable();
    server.closeAllConnections();
    server.close();
  });

  it('is not taken for the timers of Node.js, though ours is loaded under it', async () => {
    const { href } = new URL('../../src/wire/deadline.ts', import.meta.url);
    const { reasonNow, TIMED_OUT } = (await import(
      `${href}?under-a-clock`
    )) as typeof Deadline;
    clock.restore();
    assert.equal(reasonNow(undefined), undefined);
    const reason = await new Promise(done =>
      setTimeout(() => done(reasonNow(undefined)), 1)
    );
    assert.equal(reason, TIMED_OUT);
  });

  it('has no timer of ours in it while a call with a signal waits', async () => {
    const { signal } = new AbortController();
    const pending = fetch(url + PATH, { ...init, signal });
    assert.equal(clock.countTimers(), 0);
    assert.equal((await pending).status, 200);
  });

  it('sees the end of a call that answers with a redirect, though it never ticks', async () => {
    const { length } = recorder.seen;
    const response = await fetch(`${url}/moved${PATH}`, {
      ...init,
      redirect: 'manual',
    });
    assert.equal(response.status, 307);
    await response.text();
    clock.restore();
    await new Promise(done => setTimeout(done, 20));
    assert.deepEqual(
      recorder.seen.slice(length).map(({ terminals }) => terminals.length),
      [1]
    );
  });
});

describe('register and an application with a clock of its own', function () {
  this.timeout(120_000);

  itObserves(
    'sends everything, and lets the application end as without us',
    { app: 'own-clock.cjs', flags: ['--require', REGISTER] },
    ({ code, stdout, stderr, tree }) => {
      assert.deepEqual(
        { code, stdout, stderr },
        { code: 0, stdout: 'Hello.\nbeforeExit 0\nexit 0\n', stderr: '' }
      );
      assert.deepEqual(tree, ONE_CALL);
    }
  );
});
