// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, metrics, SpanKind, trace } from '@opentelemetry/api';

/**
 * Makes what begins a call by hand, with the SDK alone: the span of one call, and the same records.
 *
 * @returns a function that runs the call within its span, and returns a function that ends it. `chunks` is how many
 * chunks of a stream are recorded at the end.
 */
export function sdkByHand() {
  const tracer = trace.getTracer('by hand');
  const meter = metrics.getMeter('by hand');
  const histogram = (name, unit) => meter.createHistogram(name, { unit });
  const duration = histogram('duration', 's');
  const firstChunk = histogram('first chunk', 's');
  const perChunk = histogram('per chunk', 's');
  const tokens = histogram('tokens', '{token}');
  const active = meter.createUpDownCounter('active');
  const place = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o-mini',
    'server.address': '127.0.0.1',
    'server.port': 8999,
  };
  const common = { ...place, 'gen_ai.response.model': 'gpt-4o-mini-2024' };
  const input = { ...common, 'gen_ai.token.type': 'input' };
  const output = { ...common, 'gen_ai.token.type': 'output' };
  return (call, chunks = 0) => {
    active.add(1, place);
    const span = tracer.startSpan('chat gpt-4o-mini', {
      kind: SpanKind.CLIENT,
      attributes: { ...place, 'openai.api.type': 'chat_completions' },
    });
    const result = context.with(trace.setSpan(context.active(), span), call);
    const end = () => {
      span.setAttributes({
        'gen_ai.response.id': 'chatcmpl-1',
        'gen_ai.response.model': 'gpt-4o-mini-2024-07-18',
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.usage.output_tokens': 34,
      });
      span.end();
      active.add(-1, place);
      duration.record(0.4, common);
      tokens.record(12, input);
      tokens.record(34, output);
      if (chunks > 0) firstChunk.record(0.1, common);
      for (let chunk = 1; chunk < chunks; chunk++) {
        perChunk.record(0.001, common);
      }
    };
    return { result, end };
  };
}
