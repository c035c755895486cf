// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The cluster worker that this process is, if any. Only a process with an IPC channel can be one; others do not load the module. */
export function clusterWorker(): { readonly id: number } | undefined {
  if (!process.connected) return undefined;
  return (require('cluster') as typeof import('node:cluster').default).worker;
}
