// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const JAEGER = `http://127.0.0.1:${process.env.JAEGER_PORT || 16686}`;
const OTLP =
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT ||
  `http://127.0.0.1:${process.env.OTLP_HTTP_PORT || 4318}`;

/** Where the demo's traces are found in Jaeger. */
export const TRACES = `${JAEGER}/search?service=genai-demo`;

/**
 * Where telemetry goes on to, besides this demo: what the environment says, else what docker-compose.otel.yml starts
 * if it runs on this machine (its variables for ports count here, too).
 *
 * @returns {Promise<string | undefined>} base URL of a receiver of OTLP
 */
export async function findBackend() {
  if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) return OTLP;
  return (await answers(JAEGER)) && (await answers(OTLP)) ? OTLP : undefined;
}

/** Whether something speaks HTTP there. */
export async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(500) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
