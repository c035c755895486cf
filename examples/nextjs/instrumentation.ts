// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Next.js calls it once for each server, before it answers; also for the Edge runtime, which has no Node.js in it. */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') await import('./telemetry');
}
