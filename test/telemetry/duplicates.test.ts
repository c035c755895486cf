// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  context,
  createContextKey,
  SpanKind,
  trace,
  type Attributes,
  type Span,
} from '@opentelemetry/api';
import {
  completion,
  json,
  scriptedServer,
  type ScriptedServer,
} from './support/scripted-server.ts';
import { track, type Tracked } from './support/tracked.ts';

const DURATION = 'gen_ai.client.operation.duration';

describe("a call inside somebody else's inference span", () => {
  let tracked: Tracked;
  let server: ScriptedServer;

  beforeEach(async () => {
    tracked = track();
    server = await scriptedServer((_, response) =>
      json(response, 200, completion)
    );
  });
  afterEach(async () => {
    await tracked.stop();
    await server.close();
  });

  const call = async (): Promise<void> => {
    const response = await fetch(`${server.origin}/v1/chat/completions`, {
      method: 'POST',
      body: '{"model":"gpt-4o","max_tokens":5}',
    });
    await response.text();
  };

  /** Calls inside a span that a producer made, as its scope and attributes tell. */
  const inside = async (
    name: string,
    attributes: Attributes,
    scope = 'producer'
  ): Promise<void> => {
    const span = tracked.tracerOf(scope).startSpan(name, {
      kind: SpanKind.CLIENT,
      attributes,
    });
    await context.with(trace.setSpan(context.active(), span), call);
    span.end();
  };

  const operation = { 'gen_ai.operation.name': 'chat' };

  it('makes no second span, and adds to the first what it does not have', async () => {
    await inside('theirs', {
      ...operation,
      'gen_ai.request.model': 'their-name',
      'gen_ai.usage.input_tokens': 1,
    });
    const [span, ...more] = tracked.spans;
    assert.deepEqual(more, []);
    assert.equal(span!.name, 'theirs');
    assert.deepEqual(span!.attributes, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'their-name',
      'gen_ai.usage.input_tokens': 1,
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.max_tokens': 5,
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.output_tokens': 7,
      'openai.api.type': 'chat_completions',
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(server.origin).port),
    });
  });

  it('records the metrics, which that producer does not', async () => {
    await inside('theirs', operation);
    const [duration] = await tracked.series(DURATION);
    assert.equal(duration!.count, 1);
  });

  it('leaves the metrics to a producer that records them', async () => {
    await inside('theirs', operation, '@opentelemetry/instrumentation-openai');
    assert.deepEqual(
      await tracked.series(),
      [],
      'duration and tokens are recorded there'
    );
    assert.equal(tracked.spans.length, 1);
  });

  it('finds a span that was put into the context under the key of the conventions', async () => {
    const key = createContextKey('opentelemetry.genai.inference_span');
    const span = tracked.tracer.startSpan('theirs');
    await context.with(context.active().setValue(key, span), call);
    span.end();
    assert.deepEqual(
      tracked.spans.map(({ name }) => name),
      ['theirs']
    );
    assert.equal(tracked.spans[0]!.attributes['gen_ai.usage.output_tokens'], 7);
  });

  const parents: [string, Attributes][] = [
    ['an agent', { 'gen_ai.operation.name': 'invoke_agent' }],
    ['a tool', { 'gen_ai.operation.name': 'execute_tool' }],
    ['work that names another model', { 'gen_ai.request.model': 'other' }],
    ['work of the application', {}],
  ];
  for (const [what, attributes] of parents) {
    it(`is a child of ${what}`, async () => {
      await inside('parent', attributes);
      const [span, parent] = tracked.spans;
      assert.equal(span!.name, 'chat gpt-4o');
      assert.equal(
        span!.parentSpanContext?.spanId,
        parent!.spanContext().spanId
      );
    });
  }

  it('is one of its own when theirs has ended', async () => {
    const span: Span = tracked.tracer.startSpan('theirs', {
      attributes: operation,
    });
    span.end();
    await context.with(trace.setSpan(context.active(), span), call);
    assert.deepEqual(
      tracked.spans.map(({ name }) => name),
      ['theirs', 'chat gpt-4o']
    );
  });

  it("is one of its own under theirs when `duplicates` is 'separate'", async () => {
    await tracked.stop();
    tracked = track({ duplicates: 'separate' });
    await inside('theirs', operation);
    assert.deepEqual(
      tracked.spans.map(({ name }) => name),
      ['chat gpt-4o', 'theirs']
    );
  });
});
