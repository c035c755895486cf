// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  freePort,
  startApplication,
} from '../../examples/demo/application.mjs';
import { startReceiver } from '../../examples/demo/receiver.mjs';

/**
 * Runs the demo and picks a trace.
 *
 * @param {string} name of its topmost span
 * @returns its spans, in the order in which they began
 */
export async function demoTrace(name) {
  const spans = [];
  const receiver = await startReceiver({
    onSpans: received => spans.push(...received),
  });
  const application = await startApplication({
    otlpUrl: receiver.url,
    prometheusPort: await freePort(),
  });
  try {
    await new Promise((resolve, reject) => {
      application.child.once('message', resolve);
      application.child.once('exit', code =>
        reject(new Error(`The demo ended with ${code}`))
      );
    });
    application.child.send('go');
    await application.exited;
  } finally {
    await Promise.all([application.close(), receiver.close()]);
  }
  const top = spans.find(span => span.name === name);
  if (top === undefined) throw new Error(`The demo made no span "${name}"`);
  return spans
    .filter(({ traceId }) => traceId === top.traceId)
    .sort((one, other) => one.startMs - other.startMs);
}
