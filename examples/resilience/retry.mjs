// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Retries that wait as long as the provider asks, else exponentially with jitter, and give up where waiting is no use.
import { retries } from './backoff.mjs';
import { messages, openai } from './client.mjs';
import { operation } from './operation.mjs';

/** Each is a way in which the mock answers. */
const models = process.env.MODELS?.split(',') ?? [
  'mock-retry-after-seconds',
  'mock-retry-after-date',
  'mock-server-error-twice',
  'mock-server-error',
  'mock-400',
  'mock-401',
  'mock-403',
  'mock-404',
  'mock-quota',
];

retries.onRetry(({ error, delay, attempt }) =>
  console.log(
    `  attempt ${attempt} next, in ${Math.round(delay)} ms (${error.status})`
  )
);

function ask(model) {
  return retries.execute(({ attempt }) =>
    openai.chat.completions.create(
      { model, messages },
      // This is how the client itself says it when the retries are its own; spans have it as http.request.resend_count.
      { headers: { 'x-stainless-retry-count': String(attempt) } }
    )
  );
}

for (const model of models) {
  console.log(model);
  try {
    await operation('answer-question', () => ask(model));
    console.log('  answered');
  } catch (error) {
    console.log(`  given up: ${error.status} ${error.code}`);
  }
}
