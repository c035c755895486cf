// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type Attributes, context, SpanKind, trace } from '@opentelemetry/api';
import { BODY, PATH, transports } from '../telemetry/support/calling.ts';
import {
  completion,
  json,
  scriptedServer,
} from '../telemetry/support/scripted-server.ts';
import { track } from '../telemetry/support/tracked.ts';

const DURATION = 'gen_ai.client.operation.duration';
const TOKENS = 'gen_ai.client.token.usage';
const LATEST = 'gen_ai.client.inference.duration';

/** Scopes of the spans of other producers, and whether they record durations and tokens by each profile. */
const scopes: Record<string, { measures: boolean; latest?: boolean }> = {
  '@opentelemetry/instrumentation-openai': { measures: true },
  '@elastic/opentelemetry-instrumentation-openai': { measures: true },
  '@opentelemetry/instrumentation-anthropic': { measures: true },
  '@opentelemetry/genai-util': { measures: true },
  '@opentelemetry/instrumentation-aws-sdk': { measures: true },
  '@openlit/instrumentation-openai': { measures: true },
  '@openlit/instrumentation-anthropic': { measures: true },
  '@openlit/instrumentation-google-ai': { measures: true },
  openlit: { measures: true },
  '@traceloop/instrumentation-openai': { measures: false },
  '@traceloop/instrumentation-anthropic': { measures: false },
  '@traceloop/instrumentation-cohere': { measures: false },
  '@arizeai/openinference-instrumentation-openai': { measures: false },
  '@anthropic-ai/sdk': { measures: false },
  '@mistralai/mistralai': { measures: false },
  ai: { measures: false },
  gen_ai: { measures: false, latest: true },
};

/** One call of ours inside a span of that scope. */
async function inside(
  scope: string,
  semconv: 'v1.41' | 'latest',
  status = 200,
  {
    path = PATH,
    body = BODY,
    operation = 'chat',
    attributes = {},
  }: Partial<{
    path: string;
    body: string;
    operation: string;
    attributes: Attributes;
  }> = {}
) {
  const tracked = track({ semconv });
  const server = await scriptedServer((_, response) =>
    json(response, status, status === 200 ? completion : { error: {} })
  );
  try {
    const span = tracked.tracerOf(scope).startSpan('call', {
      kind: SpanKind.CLIENT,
      attributes: { ...attributes, 'gen_ai.operation.name': operation },
    });
    await context.with(trace.setSpan(context.active(), span), () =>
      transports['fetch']!(server.origin + path, { body })
    );
    span.end();
    const count = async (name: string): Promise<number> =>
      (await tracked.series(name)).reduce((sum, one) => sum + one.count, 0);
    return {
      spans: tracked.genai().length,
      durations: await count(semconv === 'latest' ? LATEST : DURATION),
      embeddings: await count('gen_ai.client.embeddings.duration'),
      tokens: await count(TOKENS),
      model: tracked.genai()[0]?.attributes['gen_ai.response.model'],
    };
  } finally {
    await tracked.stop();
    await server.close();
  }
}

describe('a call inside the span of another producer', () => {
  for (const [scope, { measures, latest = false }] of Object.entries(scopes)) {
    it(`is one span and one measurement beside ${scope}`, async () => {
      const { spans, durations, tokens, model } = await inside(scope, 'v1.41');
      assert.equal(spans, 1);
      assert.equal(model, 'gpt-4o-2024-08-06', 'enriched');
      assert.equal(durations, measures ? 0 : 1);
      assert.equal(tokens, measures ? 0 : 2);
      const newer = await inside(scope, 'latest');
      assert.equal(newer.spans, 1);
      assert.equal(newer.durations, latest ? 0 : 1);
    });
  }

  it('has its failure measured where openlit records none', async () => {
    const { spans, durations } = await inside(
      '@openlit/instrumentation-openai',
      'v1.41',
      500
    );
    assert.deepEqual([spans, durations], [1, 1]);
  });

  it('has the duration of a stream measured where openlit records none', async () => {
    const body = '{"model":"gpt-4o","stream":true}';
    const { spans, durations, tokens } = await inside(
      '@openlit/instrumentation-bedrock',
      'v1.41',
      200,
      { body }
    );
    assert.deepEqual([spans, durations, tokens], [1, 1, 0]);
  });

  it('is measured where the instrumentation of the AWS SDK measures nothing', async () => {
    const scope = '@opentelemetry/instrumentation-aws-sdk';
    const numbers = async (method: string, status = 200) => {
      const attributes = { 'rpc.method': method };
      const { spans, durations, tokens } = await inside(
        scope,
        'v1.41',
        status,
        { attributes }
      );
      return [spans, durations, tokens];
    };
    assert.deepEqual(await numbers('Converse'), [1, 0, 0]);
    assert.deepEqual(await numbers('Converse', 500), [1, 1, 0]);
    assert.deepEqual(await numbers('InvokeModel'), [1, 1, 2]);
    assert.deepEqual(await numbers('InvokeModelWithResponseStream'), [1, 1, 2]);
  });

  it("is one span and one measurement beside the AI SDK's embeddings", async () => {
    const { spans, embeddings } = await inside('gen_ai', 'latest', 200, {
      path: '/v1/embeddings',
      body: '{"model":"e","input":"x"}',
      operation: 'embeddings',
    });
    assert.deepEqual([spans, embeddings], [1, 1]);
  });
});
