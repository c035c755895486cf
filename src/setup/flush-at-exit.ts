// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { diag } from '@opentelemetry/api';

const LIMIT_MS = 3_000;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Sends what there is; `signal` when that is the end of the process, and of whatever is still under way in it. */
type Flush = (signal?: NodeJS.Signals) => Promise<unknown>;

/**
 * Sends what is still held when the process ends, and lets it end as it would have ended. What `process.exit()` cuts
 * off stays lost: its event is synchronous, and sending is not. Returns how to stop.
 */
export function flushAtExit(flush: Flush): () => void {
  const beforeExit = (): void => {
    // Unreferenced, and a flush with nothing to send ends without an event of the loop: then the process ends now,
    // and the application's own listeners of this event do not hear it twice.
    void within(flush, timer => timer.unref()).then(inTime => {
      if (!inTime && process.listenerCount('beforeExit') === 0) process.exit();
    });
  };
  const listeners = SIGNALS.map(
    signal => [signal, onSignal(signal, flush)] as const
  );

  process.once('beforeExit', beforeExit);
  // First in line, so that it is gone before anybody counts listeners.
  for (const [signal, listener] of listeners) {
    process.prependOnceListener(signal, listener);
  }
  return () => {
    process.off('beforeExit', beforeExit);
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/**
 * By the time it runs, `once` has taken the listener away: others who decide by whether they are alone (signal-exit
 * does) decide as they would without us. Nobody else there: the signal is raised again, for its default to end the
 * process with the code that it would have had. Somebody else there: the end is theirs, we only send what there is.
 */
function onSignal(signal: NodeJS.Signals, flush: Flush) {
  return (): void => {
    const alone = process.listenerCount(signal) === 0;
    const send = (): Promise<unknown> => flush(alone ? signal : undefined);
    void within(send, timer => {
      if (!alone) timer.unref();
    }).then(() => {
      if (alone) process.kill(process.pid, signal);
    });
  };
}

/** Whether the flush, good or bad, was over within the limit; an exporter that cannot send tries for much longer. */
function within(
  flush: () => Promise<unknown>,
  prepare: (timer: NodeJS.Timeout) => void
): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      diag.warn(
        `what was measured last could not be sent within ${LIMIT_MS / 1000} s`
      );
      resolve(false);
    }, LIMIT_MS);
    prepare(timer);
    const over = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    flush().then(over, over);
  });
}
