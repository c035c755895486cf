// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A provider that fails three times in a row is left alone for a while, and another one answers in its place.
import { setTimeout as wait } from 'node:timers/promises';
import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  fallback,
  handleWhen,
  wrap,
} from 'cockatiel';
import { apiKey, baseURL, messages, openai } from './client.mjs';
import { operation } from './operation.mjs';
import { isWorthRetrying } from './worth-retrying.mjs';

const PAUSE_MS = 1000;

/** A wrong key or a wrong request says nothing about the provider: neither opens the circuit nor asks another one. */
const breaker = circuitBreaker(handleWhen(isWorthRetrying), {
  halfOpenAfter: PAUSE_MS,
  breaker: new ConsecutiveBreaker(3),
});
breaker.onStateChange(state => console.log(`  ${CircuitState[state]}`));
const away = handleWhen(isWorthRetrying).orType(BrokenCircuitError);

async function askFirst(model) {
  await openai.chat.completions.create({ model, messages });
  return 'the first provider';
}

async function askSecond() {
  const response = await fetch(`${baseURL}/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'x-api-key': apiKey,
    },
    body: JSON.stringify({
      model: 'claude-haiku-4-5',
      max_tokens: 100,
      messages,
    }),
  });
  if (!response.ok) throw new Error(`second provider: ${response.status}`);
  await response.json();
  return 'the second provider';
}

function answer(model) {
  const policy = wrap(fallback(away, askSecond), breaker);
  return policy.execute(() => askFirst(model));
}

async function ask(model) {
  const by = await operation('answer-question', () => answer(model));
  console.log(`answered by ${by}`);
}

for (let count = 0; count < 5; count++) await ask('mock-server-error');
await wait(PAUSE_MS + 100);
await ask('gpt-4o-mini');
