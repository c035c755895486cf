// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Observes requests with 10 MB of base64 in their bodies, and prints how much memory that took, garbage included.
// Needs --expose-gc.
import { resolveConfig } from '../../../src/config/config.ts';
import { createObserver } from '../../../src/observe/observe.ts';
import { CallMetrics } from '../../../src/telemetry/metrics.ts';
import { metrics, trace } from '@opentelemetry/api';

const image = Buffer.alloc(7_500_000, 0xa5).toString('base64');
const body = JSON.stringify({
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        {
          type: 'image_url',
          image_url: { url: `data:image/png;base64,${image}` },
        },
      ],
    },
  ],
  model: 'gpt-4o',
});
const bodies = { text: body, bytes: Buffer.from(body) };
const collect = globalThis.gc!;

function used(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Bytes that were taken to observe a request with this body, while its call runs. */
function taken(
  captureContent: 'none' | 'span',
  given: string | Buffer,
  late: boolean
): number {
  const config = resolveConfig({ captureContent }, {});
  const observer = createObserver(config, {
    tracer: () => trace.getTracer('test'),
    metrics: new CallMetrics(config, {
      provider: () => metrics.getMeterProvider(),
      meterOf: provider => provider.getMeter('test'),
    }),
  });
  const observe = (sent: string | Buffer): void => {
    const listener = observer.observe({
      method: 'POST',
      url: new URL('https://api.openai.com/v1/chat/completions'),
      transport: 'fetch',
      body: late ? undefined : sent,
      headers: { get: () => undefined },
    });
    if (late) listener?.onRequestBody(sent, true);
    listener?.onEnd(performance.now());
  };
  // Compiled, and with everything loaded.
  for (let round = 0; round < 3; round++) observe(given);
  collect();
  const before = used();
  observe(given);
  return used() - before;
}

const table = Object.fromEntries(
  (['none', 'span'] as const).flatMap(captureContent =>
    Object.entries(bodies).flatMap(([kind, given]) =>
      [false, true].map(late => [
        `${captureContent} ${kind}${late ? ' late' : ''}`,
        taken(captureContent, given, late),
      ])
    )
  )
);
process.stdout.write(`${JSON.stringify({ size: body.length, table })}\n`);
