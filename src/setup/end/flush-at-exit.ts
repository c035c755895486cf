// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { diag } from '@opentelemetry/api';
import { HOLD_MS, type ReleasedExporters } from './release-exporters.ts';

/** How long after that a handle that cannot be unreferenced may keep the process alive. */
const GRACE_MS = 500;

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Sends what is held. `signal` is set when the signal ends the process, and with it the calls under way. */
type Flush = (signal?: NodeJS.Signals) => Promise<unknown>;

/**
 * Sends what is still held when the process ends, and lets it end as it would have ended: by the same signal or exit
 * code, with each event of the process once. What `process.exit()` cuts off stays lost: its event is synchronous, and
 * sending is not.
 *
 * @returns a function that stops it.
 */
export function flushAtExit(
  flush: Flush,
  exporters: ReleasedExporters
): () => void {
  const stopListening = flushOnSignals(flush);
  const restoreEmit = flushBeforeExit(flush, exporters);
  return () => {
    stopListening();
    restoreEmit();
  };
}

/**
 * By the time a listener runs, `once` has removed it: others who decide by whether they are alone (signal-exit does)
 * decide as they would without us. Without another listener the signal is raised again, for its default to end the
 * process. With another one, the end is the application's.
 */
function flushOnSignals(flush: Flush): () => void {
  const listeners = SIGNALS.map(signal => {
    const listener = (_name?: unknown, number?: unknown): void => {
      // Emitted by the application, without a signal: nothing ends.
      if (typeof number !== 'number') {
        process.prependOnceListener(signal, listener);
        return;
      }
      const alone = process.listenerCount(signal) === 0;
      const flushed = within(() => flush(alone ? signal : undefined), alone);
      if (alone) {
        void flushed.then(() => process.kill(process.pid, signal));
      }
    };
    // First in line, so that it is removed before another one counts listeners.
    process.prependOnceListener(signal, listener);
    return [signal, listener] as const;
  });
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/**
 * Puts the event `beforeExit` off until everything is sent: sending keeps the loop alive, and when it is over Node.js
 * emits the event again. So the listeners of the application hear it as often as without us, and the process ends by
 * itself, with the exit code that Node.js finds.
 */
function flushBeforeExit(
  flush: Flush,
  exporters: ReleasedExporters
): () => void {
  let state: 'idle' | 'flushing' | 'flushed' = 'idle';
  const { emit } = process;
  const emitLater = function (this: NodeJS.Process, ...args: unknown[]) {
    if (args[0] !== 'beforeExit' || emittedByApplication(emitLater)) {
      return Reflect.apply(emit, this, args) as boolean;
    }
    if (state === 'flushed') {
      // The listeners can still record telemetry, which must be sent, too.
      state = 'idle';
      return Reflect.apply(emit, this, args) as boolean;
    }
    if (state === 'idle') {
      state = 'flushing';
      // An export that has had no answer for so long has kept the process alive already.
      const waited = performance.now() - (exporters.oldest() ?? Infinity);
      const limit = HOLD_MS - Math.max(0, waited);
      void within(flush, true, limit).then(inTime => {
        state = 'flushed';
        if (!inTime) {
          exporters.abandon();
          releaseLoop();
        }
        // One more turn of the loop, after which Node.js emits the event again.
        setImmediate(() => {});
      });
    }
    return true;
  };
  process.emit = emitLater as typeof emit;
  return () => {
    if (process.emit === (emitLater as typeof emit)) process.emit = emit;
    else state = 'flushed';
  };
}

/** Whether somebody else than Node.js emits: wrappers of `process.emit` aside, Node.js calls it from no function. */
function emittedByApplication(callee: (...args: never[]) => unknown): boolean {
  const holder = { stack: '' };
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 20;
  Error.captureStackTrace(holder, callee);
  Error.stackTraceLimit = stackTraceLimit;
  return holder.stack
    .split('\n')
    .slice(1)
    .some(frame => !/emit|node:internal/i.test(frame));
}

/** Nothing kept the loop alive when the event came, so every handle that does now is of the exporters. */
function releaseLoop(): void {
  const { _getActiveHandles } = process as unknown as {
    _getActiveHandles?(): { unref?(): void }[];
  };
  for (const handle of _getActiveHandles?.() ?? []) handle.unref?.();
  // Only where something is left that has no handle.
  setTimeout(() => process.exit(), GRACE_MS).unref();
}

/**
 * Waits for the flush, good or bad, but not longer than the limit: an exporter that cannot send tries for much longer.
 *
 * @param hold Whether the process is kept alive meanwhile.
 * @returns whether the flush was over in time.
 */
function within(
  flush: () => Promise<unknown>,
  hold: boolean,
  limit = HOLD_MS
): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      diag.warn(
        `what was measured last could not be sent within ${HOLD_MS / 1000} s`
      );
      resolve(false);
    }, limit);
    if (!hold) timer.unref();
    const over = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    flush().then(over, over);
  });
}
