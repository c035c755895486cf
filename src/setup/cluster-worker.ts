// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The worker of a cluster that this process is. Only a process with a channel to its parent can be one, so that others need not load the module. */
export function clusterWorker(): { readonly id: number } | undefined {
  if (!process.connected) return undefined;
  return (require('cluster') as typeof import('node:cluster').default).worker;
}
