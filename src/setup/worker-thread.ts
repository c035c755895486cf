// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  getEnvironmentData,
  isMainThread,
  setEnvironmentData,
} from 'node:worker_threads';
import { list, type Environment } from '../config/environment.ts';
import { say } from './say.ts';

/** The name under which the threads of a process share which messages were printed. */
const SHARED = 'opentelemetry-instrumentation-genai.said';

/** Called in the main thread, before it starts workers. */
export function shareWithWorkers(): void {
  if (isMainThread) setEnvironmentData(SHARED, new SharedArrayBuffer(4));
}

/** Reports once for all workers of the process that their telemetry is not exported. */
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

/** The variables of a worker; only the main thread uses the metrics port. */
export function workerVariables(
  environment: Environment
): Record<string, string> {
  const name = 'OTEL_METRICS_EXPORTER';
  const exporters = list(environment, name);
  if (!exporters.includes('prometheus')) return {};
  const others = exporters.filter(exporter => exporter !== 'prometheus');
  return { [name]: others.join(',') || 'none' };
}
