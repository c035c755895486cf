// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { performance } from 'node:perf_hooks';

// Before the application puts a clock of its own in its place.
const { setInterval } = globalThis;

/** How long to wait for the process to register its own providers before ours serve metrics. */
const LOOK_MS = 1_000;

/** A process that is still starting on a slow machine is busy all the time; one that waits for another process is idle. */
const BUSY = 0.5;

/**
 * Calls back later, once it is clear that this process is the application: it listens, or it waits for something other than
 * a child process. NODE_OPTIONS also applies to npm, npx and `next dev`, which only wait for their child; the port for
 * scrapes is for the process that does the work.
 *
 * @returns a function that stops it.
 */
export function whenSettled(then: () => void): () => void {
  let last = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    const awake = process.getActiveResourcesInfo();
    const listens = awake.includes('TCPServerWrap');
    const waits = awake.includes('ProcessWrap');
    if (!listens && (waits || utilization > BUSY)) return;
    timer.close();
    then();
  }, LOOK_MS).unref();
  return () => timer.close();
}
