// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { performance } from 'node:perf_hooks';

/** How long a process may take to register providers of its own before ours serve metrics. */
const LOOK_MS = 1_000;

/** A process that starts up on a slow machine is busy all the time; one that waits for another is not. */
const BUSY = 0.5;

/**
 * Calls back, some time from now, when it is clear that this process is the application: it listens, or it waits for
 * something else than a process that it has started. npm, npx and `next dev` only wait for theirs, and what stands in
 * NODE_OPTIONS reaches both; the port for scrapes is for the one that does the work. Returns how to stop.
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
    clearInterval(timer);
    then();
  }, LOOK_MS).unref();
  return () => clearInterval(timer);
}
