// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import {
  freePort,
  startApplication,
} from '../../examples/demo/application.mjs';
import { startReceiver } from '../../examples/demo/receiver.mjs';

/**
 * Runs the demo once.
 *
 * @param {Record<string, string>} [variables] of its environment
 * @returns its spans, and its page of metrics when all calls had ended
 */
export async function runDemo(variables) {
  const spans = [];
  const receiver = await startReceiver({
    onSpans: received => spans.push(...received),
  });
  const prometheusPort = await freePort();
  const application = await startApplication({
    otlpUrl: receiver.url,
    prometheusPort,
    variables,
  });
  try {
    await Promise.race([
      once(application.child, 'message'),
      once(application.child, 'exit').then(([code]) => {
        throw new Error(`The demo ended with ${code}`);
      }),
    ]);
    const answer = await fetch(`http://127.0.0.1:${prometheusPort}/metrics`);
    const metrics = await answer.text();
    application.child.send('go');
    await application.exited;
    return { spans, metrics };
  } finally {
    await Promise.all([application.close(), receiver.close()]);
  }
}
