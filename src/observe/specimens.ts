// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, ProxyTracerProvider, ROOT_CONTEXT } from '@opentelemetry/api';
import type { ResolvedConfig } from '../config/config.ts';
import { Open } from '../telemetry/metric-attributes.ts';
import type { ExchangeListener, ExchangeObserver } from '../wire/exchange.ts';
import type { Telemetry } from './ending.ts';
import { createObserver } from './observe.ts';
import { openCalls } from './open-calls.ts';

/**
 * V8 forgets the shape of objects when a full collection finds none of them, and with it the code that was optimised for
 * the shape. A process that makes one call after another would compile this package again after each collection. So the
 * objects of four calls are kept, which are never sent and report to no telemetry: of an answer and of a stream, before and
 * after their ends.
 */
let kept: readonly (ExchangeListener | undefined)[] | undefined;

export function keepSpecimens(
  config: ResolvedConfig
): NonNullable<typeof kept> {
  kept ??= context.with(ROOT_CONTEXT, () => {
    const observer = createObserver({ ...config, ...NO_HOOKS }, QUIET);
    return [ANSWER, STREAM].flatMap(answer => {
      const open = begin(observer, answer);
      const ended = begin(observer, answer);
      ended?.onEnd(performance.now());
      return [open, ended];
    });
  });
  return kept;
}

interface Answer {
  readonly request: string;
  readonly contentType: string;
  readonly reads: readonly string[];
}

function begin(
  observer: ExchangeObserver,
  { request, contentType, reads }: Answer
): ExchangeListener | undefined {
  const call = observer.observe({
    method: 'POST',
    url: new URL('https://api.openai.com/v1/chat/completions'),
    transport: 'fetch',
    body: request,
    headers: { get: () => undefined },
  });
  if (call === undefined) return undefined;
  openCalls.delete(call);
  const at = performance.now();
  const get = (name: string): string | undefined =>
    name === 'content-type' ? contentType : undefined;
  call.onResponse(200, { get }, at);
  for (const read of reads) call.onBytes(Buffer.from(read), at);
  return call;
}

const ORIGIN =
  '"id":"1","model":"m","service_tier":"default","system_fingerprint":"f"';
const USAGE =
  '"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}';

const ANSWER: Answer = {
  request: '{"model":"m","messages":[]}',
  contentType: 'application/json',
  reads: [
    `{${ORIGIN},"choices":[{"index":0,"finish_reason":"stop"}],${USAGE}}`,
  ],
};

const EVENT = `data: {${ORIGIN},"choices":[{"index":0,"delta":{}}]}\n\n`;
const LAST = `data: {${ORIGIN},"choices":[{"index":0,"finish_reason":"stop"}],${USAGE}}\n\n`;

const STREAM: Answer = {
  request: '{"model":"m","stream":true,"messages":[]}',
  contentType: 'text/event-stream',
  // The second read begins within a line.
  reads: [EVENT + EVENT.slice(0, 20), EVENT.slice(20) + LAST],
};

/** No code of the user runs. */
const NO_HOOKS = {
  providers: undefined,
  captureContent: 'none',
  ignoreRequest: undefined,
  requestHook: undefined,
  responseHook: undefined,
  contentHook: undefined,
  cost: undefined,
  slo: undefined,
} as const;

const nothing = (): void => {};

const QUIET: Telemetry = {
  tracer: () => new ProxyTracerProvider().getTracer(''),
  metrics: {
    begin: () => new Open({ attributes: {}, open: 0 }, undefined),
    expect: nothing,
    recordChunks: nothing,
    record: nothing,
    recordUnmeasured: nothing,
    recordCost: nothing,
  },
};
