// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Prints the parts of a real answer and of a real stream that have another shape (hidden class of V8) than those of the
// specimens, in a process that makes no other call: shapes hang on what came before.
import { setFlagsFromString } from 'node:v8';
import { ProxyTracerProvider } from '@opentelemetry/api';
import { resolveConfig } from '../../../src/config/config.ts';
import { createObserver } from '../../../src/observe/observe.ts';
import { keepSpecimens } from '../../../src/observe/specimens.ts';
import { createCallMetrics } from '../../../src/telemetry/metrics.ts';

setFlagsFromString('--allow-natives-syntax');
// eslint-disable-next-line @typescript-eslint/no-implied-eval -- the only way to the function of V8
const haveSameShape = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (
  a: unknown,
  b: unknown
) => boolean;

interface Shaped {
  readonly request: object;
  readonly response: object;
  readonly span: object;
  readonly call: Readonly<Record<'request' | 'response' | 'times', object>>;
}

const ORIGIN =
  '"id":"chatcmpl-1","model":"gpt-4o-2024","service_tier":"default","system_fingerprint":"fp"';
const LAST =
  '"choices":[{"index":0,"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":34,"total_tokens":46}';
const KINDS = [
  {
    name: 'answer',
    request: '{"model":"gpt-4o","messages":[]}',
    contentType: 'application/json',
    reads: [`{${ORIGIN},${LAST}}`],
  },
  {
    name: 'stream',
    request: '{"model":"gpt-4o","stream":true,"messages":[]}',
    contentType: 'text/event-stream',
    reads: [
      `data: {${ORIGIN},"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n`,
      `data: {${ORIGIN},${LAST}}\n\n`,
    ],
  },
];

const config = resolveConfig({});
const specimens = keepSpecimens(config) as unknown as Shaped[];
const { observe } = createObserver(config, {
  tracer: () => new ProxyTracerProvider().getTracer('test'),
  metrics: createCallMetrics(
    config,
    { name: 'test', version: '1', schemaUrl: '' },
    {}
  ),
});
const others: string[] = [];

function compare(
  real: Shaped,
  specimen: Shaped | undefined,
  when: string
): void {
  if (!haveSameShape(real, specimen)) others.push(`call ${when}`);
  for (const part of ['response', 'request', 'span', 'call'] as const) {
    if (!haveSameShape(real[part], specimen?.[part])) {
      others.push(`${part} ${when}`);
    }
  }
  for (const part of ['request', 'response', 'times'] as const) {
    if (!haveSameShape(real.call[part], specimen?.call[part])) {
      others.push(`facts of ${part} ${when}`);
    }
  }
}

for (const [index, { name, request, contentType, reads }] of KINDS.entries()) {
  const call = observe({
    method: 'POST',
    url: new URL('https://model.example/v1/chat/completions'),
    transport: 'fetch',
    body: request,
    headers: { get: () => undefined },
  })!;
  const real = call as unknown as Shaped;
  const get = (header: string): string | undefined =>
    header === 'content-type' ? contentType : undefined;
  call.onResponse(200, { get }, performance.now());
  for (const read of reads) call.onBytes(Buffer.from(read), performance.now());
  compare(real, specimens[index * 2], `of the ${name} before its end`);
  call.onEnd(performance.now());
  compare(real, specimens[index * 2 + 1], `of the ${name} after its end`);
}
console.log(JSON.stringify(others));
