// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { ProxyTracerProvider } from '@opentelemetry/api';
import { describe, it } from 'mocha';
import { resolveConfig } from '../../src/config/config.ts';
import { SseReader } from '../../src/decode/framing/sse.ts';
import { EventTail } from '../../src/decode/kept/event-tail.ts';
import { KeptEvents } from '../../src/decode/kept/kept-events.ts';
import { createObserver } from '../../src/observe/observe.ts';
import { openCalls } from '../../src/observe/open-calls.ts';
import { RequestReader } from '../../src/observe/request-reader.ts';
import { ResponseReader } from '../../src/observe/response-reader.ts';
import { keepSpecimens } from '../../src/observe/specimens.ts';
import { CallContext } from '../../src/telemetry/span.ts';
import { createCallMetrics } from '../../src/telemetry/metrics.ts';

const config = resolveConfig({
  requestHook: () => assert.fail('a hook ran'),
  responseHook: () => assert.fail('a hook ran'),
  ignoreRequest: () => assert.fail('a hook ran'),
});

/** Whether V8 has one hidden class for both. */
const haveSameShape = (): ((a: unknown, b: unknown) => boolean) => {
  setFlagsFromString('--allow-natives-syntax');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the only way to the function of V8
  return new Function('a', 'b', 'return %HaveSameMap(a, b)') as ReturnType<
    typeof haveSameShape
  >;
};

describe('the specimens of a call', () => {
  it('stay when nothing else of their class is left', () => {
    const calls = keepSpecimens(config);
    assert.equal(calls.length, 4);
    assert.ok(calls.every(call => call !== undefined));
    assert.equal(openCalls.size, 0);
    for (const kind of [
      RequestReader,
      ResponseReader,
      CallContext,
      SseReader,
      KeptEvents,
      EventTail,
    ]) {
      assert.ok(queryObjects(kind, { format: 'count' }) > 0, kind.name);
    }
    assert.equal(keepSpecimens(config), calls);
  });

  it('have the shapes of a real call', () => {
    const isSame = haveSameShape();
    const scope = { name: 'test', version: '1', schemaUrl: '' };
    const { observe } = createObserver(resolveConfig({}), {
      tracer: () => new ProxyTracerProvider().getTracer('test'),
      metrics: createCallMetrics(resolveConfig({}), scope, {}),
    });
    const [, , open, ended] = keepSpecimens(config) as unknown as Shaped[];
    const call = observe({
      method: 'POST',
      url: new URL('https://model.example/v1/chat/completions'),
      transport: 'fetch',
      body: '{"model":"gpt-4o","stream":true,"messages":[]}',
      headers: { get: () => undefined },
    })!;
    const get = (name: string): string | undefined =>
      name === 'content-type' ? 'text/event-stream' : undefined;
    call.onResponse(200, { get }, performance.now());
    call.onBytes(EVENTS, performance.now());
    const compare = (specimen: Shaped | undefined): void => {
      const real = call as unknown as Shaped;
      assert.ok(isSame(real, specimen), 'the call');
      for (const part of ['response', 'request', 'span', 'call'] as const) {
        assert.ok(isSame(real[part], specimen?.[part]), part);
      }
      for (const part of ['request', 'response', 'times'] as const) {
        assert.ok(isSame(real.call[part], specimen?.call[part]), part);
      }
    };
    compare(open);
    call.onEnd(performance.now());
    compare(ended);
  });
});

interface Shaped {
  readonly request: object;
  readonly response: object;
  readonly span: object;
  readonly call: Readonly<Record<'request' | 'response' | 'times', object>>;
}

const ORIGIN =
  '"id":"chatcmpl-1","model":"gpt-4o-2024","service_tier":"default","system_fingerprint":"fp"';
const EVENTS = Buffer.from(
  [
    `{${ORIGIN},"choices":[{"index":0,"delta":{"content":"Hi"}}]}`,
    `{${ORIGIN},"choices":[{"index":0,"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":34,"total_tokens":46}}`,
  ]
    .map(event => `data: ${event}\n\n`)
    .join('')
);
