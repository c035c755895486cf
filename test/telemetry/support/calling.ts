// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { SpanStatusCode } from '@opentelemetry/api';
import { until } from '../../wire/support/waiting.ts';
import type { Tracked } from './tracked.ts';

const http = createRequire(import.meta.url)('http') as typeof import('http');
const undici = createRequire(import.meta.url)(
  'undici'
) as typeof import('undici');

export const PATH = '/v1/chat/completions';
export const BODY = JSON.stringify({ model: 'gpt-4o', messages: [] });
export const STREAMING = JSON.stringify({
  model: 'gpt-4o',
  messages: [],
  stream: true,
});

export type Send = (
  url: string,
  init: { body: string; headers?: Record<string, string>; signal?: AbortSignal }
) => Promise<string>;

/** The ways in which an application can send; each reads the whole answer. */
export const transports: Record<string, Send> = {
  fetch: async (url, init) =>
    (await fetch(url, { method: 'POST', ...init })).text(),
  undici: async (url, init) =>
    (await undici.request(url, { method: 'POST', ...init })).body.text(),
  'node:http': (url, { body, ...options }) =>
    new Promise((resolve, reject) => {
      const request = http.request(url, { method: 'POST', ...options });
      request.on('response', response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => resolve(text));
        response.on('error', reject);
      });
      request.on('error', reject);
      request.end(body);
    }),
};

/** What a call left behind, as a user of the telemetry would ask. */
export async function outcome(
  tracked: Tracked
): Promise<Record<string, unknown>> {
  // Of a call that was given up before it had a connection the wire tells a little later.
  await until(() => tracked.genai().length > 0);
  const [span, ...more] = tracked.genai();
  assert.ok(span, 'no span');
  assert.deepEqual(more, [], 'one call, one span');
  const durations = await tracked.series('gen_ai.client.operation.duration');
  assert.equal(durations.length, 1);
  assert.equal(durations[0]!.count, 1);
  assert.equal(
    durations[0]!.attributes['error.type'],
    span.attributes['error.type'],
    'span and metric say the same'
  );
  return {
    errorType: span.attributes['error.type'],
    failed: span.status.code === SpanStatusCode.ERROR,
    model: span.attributes['gen_ai.request.model'],
    outputTokens: span.attributes['gen_ai.usage.output_tokens'],
    finishReasons: span.attributes['gen_ai.response.finish_reasons'],
  };
}

export const success = {
  errorType: undefined,
  failed: false,
  model: 'gpt-4o',
  outputTokens: 7,
  finishReasons: ['stop'],
};
export const failure = (errorType: string): Record<string, unknown> => ({
  errorType,
  failed: true,
  model: 'gpt-4o',
  outputTokens: undefined,
  finishReasons: undefined,
});
