// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { CollectedSpan } from '../support/collector.ts';
import { REGISTER } from '../support/run-app.ts';
import { itObserves } from './observe-app.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const traceparent = `00-${traceId}-${spanId}-01`;

describe('a trace that comes in', function () {
  this.timeout(120_000);

  const ask = once((url: string) => {
    void fetch(url, { headers: { traceparent } });
  });
  itObserves(
    'is gone on with by the first act of a server',
    { app: 'asked.cjs', flags: ['--require', REGISTER], onStdout: ask },
    ({ stderr, tree, spans }) => {
      assert.equal(stderr, '');
      assert.deepEqual(tree, ['GET', '  chat gpt-4o', '    POST']);
      assertGoesOn(spans);
    }
  );

  itObserves(
    'is gone on with by the API alone',
    {
      app: 'extract.mjs',
      flags: ['--import', REGISTER],
      env: { TRACEPARENT: traceparent },
    },
    ({ stderr, tree, spans }) => {
      assert.equal(stderr, '');
      assert.deepEqual(tree, ['message', '  chat gpt-4o', '    POST']);
      assertGoesOn(spans);
    }
  );
});

/** Every span is of the trace, and the outermost one is a child of who sent it. */
function assertGoesOn(spans: CollectedSpan[]): void {
  assert.deepEqual([...new Set(spans.map(span => span.traceId))], [traceId]);
  assert.ok(spans.some(({ parentSpanId }) => parentSpanId === spanId));
}

/** Called with the first line of standard output. */
function once(act: (line: string) => void): (text: string) => void {
  let done = false;
  return text => {
    if (done || !text.includes('\n')) return;
    done = true;
    act(text.split('\n')[0]!);
  };
}
