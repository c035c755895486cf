// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../support/run-app.ts';
import {
  itObserves,
  observeApp,
  ONE_CALL,
  ONE_CALL_MEASURED,
  type ObservedRun,
} from './observe-app.ts';

const preload = ['--require', REGISTER];

describe('the end of a process', function () {
  this.timeout(120_000);

  const ends = [
    { end: 'normal', code: 0, signal: null },
    { end: 'exitCode', code: 4, signal: null },
    { end: 'exit', code: 3, signal: null },
    { end: 'throw', code: 1, signal: null },
    { end: 'reject', code: 1, signal: null },
    { end: 'wait', send: 'SIGTERM', code: null, signal: 'SIGTERM' },
    { end: 'wait', send: 'SIGINT', code: null, signal: 'SIGINT' },
    { end: 'graceful', send: 'SIGTERM', code: 7, signal: null },
    { end: 'alone', send: 'SIGTERM', code: null, signal: 'SIGTERM' },
    { end: 'beforeExit', code: 0, signal: null },
  ] as const;

  for (const { end, code, signal, ...rest } of ends) {
    const send = 'send' in rest ? rest.send : undefined;
    const name = send === undefined ? end : `${end} on ${send}`;
    const run = (flags: string[]): ObservedRun => ({
      app: 'end.cjs',
      flags,
      env: { END: end },
      onStdout: once('Hello.', send),
    });
    itObserves(
      `is the same with us as without: ${name}`,
      [run([]), run(preload)],
      (...both) => {
        const [without, withUs] = both.map(seen => ({
          code: seen.code,
          signal: seen.signal,
          stdout: seen.stdout,
          stderr: seen.stderr,
        }));
        assert.deepEqual([without?.code, without?.signal], [code, signal]);
        assert.deepEqual(withUs, without);
      }
    );
  }

  for (const { end, send } of [
    { end: 'normal' },
    { end: 'exitCode' },
    { end: 'wait', send: 'SIGTERM' },
    { end: 'wait', send: 'SIGINT' },
    { end: 'graceful', send: 'SIGTERM' },
  ] as const satisfies { end: string; send?: NodeJS.Signals }[]) {
    itObserves(
      `sends what is still held: ${end}${send ? ` on ${send}` : ''}`,
      {
        app: 'end.cjs',
        flags: preload,
        // Long enough for an export on a loaded machine.
        env: { END: end, END_AFTER: '3000' },
        onStdout: once('Hello.', send),
      },
      ({ tree, measured }) => {
        assert.deepEqual(tree, ONE_CALL);
        assert.equal(measured['gen_ai.client.operation.duration'], 1);
      }
    );
  }

  for (const [what, { send, ...run }] of Object.entries({
    'by itself': { flags: preload },
    'on SIGTERM': { flags: preload, env: { END: 'wait' }, send: 'SIGTERM' },
    'by itself, with a setup of its own': { env: { GENAI: 'last' } },
  } as Record<string, LostSpanRun>)) {
    itObserves(
      `sends a span that somebody else would have lost: ${what}`,
      { app: 'lost-span.cjs', ...run, onStdout: once('Hello.', send) },
      ({ tree, measured, stderr }) => {
        assert.equal(stderr, '');
        assert.deepEqual(tree, ONE_CALL);
        assert.deepEqual(measured, ONE_CALL_MEASURED);
      }
    );
  }

  itObserves(
    'listens to no signal where there is nothing to send',
    [
      { app: 'listeners.cjs', flags: preload, otlp: false },
      { app: 'listeners.cjs', flags: preload },
    ],
    (scraped, sending) => {
      assert.equal(scraped?.stdout, 'SIGTERM 0, SIGINT 0, beforeExit 0\n');
      assert.equal(sending?.stdout, 'SIGTERM 1, SIGINT 1, beforeExit 0\n');
    }
  );

  it('does not wait for a collector that never answers', async () => {
    const { createServer } = await import('node:http');
    const silent = createServer(() => {});
    await new Promise<void>(done => silent.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as { port: number };
    let answered = 0;
    const { code } = await observeApp({
      app: 'end.cjs',
      flags: preload,
      onStdout() {
        answered = performance.now();
      },
      env: {
        END: 'exitCode',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      },
    });
    const took = performance.now() - answered;
    silent.closeAllConnections();
    silent.close();
    assert.equal(code, 4);
    // The exporter itself would wait for ten seconds.
    assert.ok(took > 2_000 && took < 9_000, `took ${took} ms`);
  });

  itObserves(
    'is not put off by a scraper that keeps its connection',
    {
      app: 'scraped.cjs',
      flags: preload,
      otlp: false,
    },
    ({ code, stdout }) => {
      assert.equal(code, 0);
      const [scraped, alive] = stdout.trim().split('\n');
      assert.equal(scraped, '200');
      // The server itself would wait for five seconds.
      assert.ok(Number(alive) < 4_000, `${alive} ms after its last act`);
    }
  );
});

interface LostSpanRun {
  readonly flags?: string[];
  readonly env?: Record<string, string>;
  readonly send?: NodeJS.Signals;
}

/** Sends a signal when the application has said `text`, once. */
function once(text: string, name: NodeJS.Signals | undefined) {
  let sent = false;
  return (stdout: string, signal: (name: NodeJS.Signals) => void): void => {
    if (sent || name === undefined || !stdout.includes(text)) return;
    sent = true;
    signal(name);
  };
}
