// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { diag } from '@opentelemetry/api';
import { framesAbove } from '../stack-frames.ts';
import { HOLD_MS, type ReleasedExporters } from './release-exporters.ts';

/** How much longer a handle that cannot be unreferenced may keep the process alive. */
const GRACE_MS = 500;

/** Taken now: a test may leave a clock of its own in their place, which never ticks again. */
const { setImmediate, setTimeout } = globalThis;

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Sends the held telemetry. `signal` is set if a signal ends the process, and with it the open calls. */
type Flush = (signal?: NodeJS.Signals) => Promise<unknown>;

/**
 * Sends the held telemetry when the process ends, and lets it end as it would have ended: by the same signal or exit code,
 * with each event of the process once. Telemetry is lost at `process.exit()`, because its event is synchronous and sending
 * is not.
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
 * `once` has removed our listener before it runs, so code that counts listeners (signal-exit does) decides as it would
 * without us. Without another listener, the signal is raised again, and its default action ends the process. With another
 * listener, the application ends the process.
 */
function flushOnSignals(flush: Flush): () => void {
  const listeners = SIGNALS.map(signal => {
    const listener = (_name?: unknown, number?: unknown): void => {
      // Emitted by the application without a signal: the process does not end.
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
    // Runs first, so that it is removed before another listener counts them.
    process.prependOnceListener(signal, listener);
    return [signal, listener] as const;
  });
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/**
 * Delays the event `beforeExit` until everything is sent: sending keeps the loop alive, and afterwards Node.js emits the
 * event again. So the application's listeners are called as often as without us, and the process ends by itself, with the
 * exit code that Node.js determines.
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
      // The application's listeners can still record telemetry, which must be sent, too.
      state = 'idle';
      return Reflect.apply(emit, this, args) as boolean;
    }
    if (state === 'idle') {
      state = 'flushing';
      // An export without an answer for this long has already kept the process alive long enough.
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

/** Whether Node.js itself does not emit the event: Node.js calls `process.emit` from no function, except wrappers of it. */
function emittedByApplication(callee: (...args: never[]) => unknown): boolean {
  return framesAbove(callee, 20).some(
    frame => !/emit|node:internal/i.test(frame)
  );
}

/** Nothing kept the loop alive when the event was emitted, so every handle that does now belongs to the exporters. */
function releaseLoop(): void {
  const { _getActiveHandles } = process as unknown as {
    _getActiveHandles?(): { unref?(): void }[];
  };
  for (const handle of _getActiveHandles?.() ?? []) handle.unref?.();
  // Only if something without a handle is left.
  setTimeout(() => process.exit(), GRACE_MS).unref();
}

/**
 * Waits for the flush to succeed or fail, but not longer than the limit: an exporter that cannot send retries much longer.
 *
 * @param hold Whether to keep the process alive meanwhile.
 * @returns whether the flush ended in time.
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
      timer.close();
      resolve(true);
    };
    flush().then(over, over);
  });
}
