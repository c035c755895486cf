// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  getEnvironmentData,
  isMainThread,
  setEnvironmentData,
} from 'node:worker_threads';
import { list, type Environment } from '../config/environment.ts';
import { say } from './say.ts';

/** Under this name the threads of a process share what was said. */
const SHARED = 'opentelemetry-instrumentation-genai.said';

/** Called in the main thread, before it starts workers. */
export function shareWithWorkers(): void {
  if (isMainThread) setEnvironmentData(SHARED, new SharedArrayBuffer(4));
}

/** Says once for all workers of the process that nothing of them is exported. */
export function sayNothingExported(): void {
  const shared = getEnvironmentData(SHARED);
  if (shared instanceof SharedArrayBuffer) {
    const isSaid = Atomics.exchange(new Int32Array(shared), 0, 1) === 1;
    if (isSaid) return;
  }
  say(
    'calls from worker threads are not on the page of the metrics and not traced. Set OTEL_EXPORTER_OTLP_ENDPOINT: then each thread sends its own.'
  );
}

/** The variables of a worker: the port of the metrics is the main thread's. */
export function workerVariables(
  environment: Environment
): Record<string, string> {
  const name = 'OTEL_METRICS_EXPORTER';
  const exporters = list(environment, name);
  if (!exporters.includes('prometheus')) return {};
  const others = exporters.filter(exporter => exporter !== 'prometheus');
  return { [name]: others.join(',') || 'none' };
}
