// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Two workers ask a model; what they do belongs to the span of the thread that started them.
import { context, propagation, trace } from '@opentelemetry/api';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const tracer = trace.getTracer('application');

await tracer.startActiveSpan('batch', async span => {
  // A context does not cross threads by itself, no more than processes: it is sent as headers would be.
  const carrier = {};
  propagation.inject(context.active(), carrier);
  await Promise.all(
    ['span', 'histogram'].map(async subject => {
      const worker = new Worker(new URL('worker.mjs', import.meta.url), {
        workerData: { subject, carrier },
      });
      await once(worker, 'exit');
    })
  );
  span.end();
});
