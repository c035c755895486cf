// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Stays below what the provider allows, in requests and in tokens per minute, and has a few calls at a time.
import { AsyncResource } from 'node:async_hooks';
import PQueue from 'p-queue';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import { messages, openai } from './client.mjs';
import { operation } from './operation.mjs';

/** Of your account; those of the mock are as small as its minute is short. */
const REQUESTS_PER_MINUTE = 5;
const TOKENS_PER_MINUTE = 900;
const MINUTE_MS = Number(process.env.MINUTE_MS ?? 60_000);

/** `strict` is a window that slides; one that starts anew each minute lets twice as many pass around its end. */
const queue = new PQueue({
  concurrency: 4,
  interval: MINUTE_MS,
  intervalCap: REQUESTS_PER_MINUTE,
  strict: true,
});

/** Half a minute's tokens in half a minute: that this window does not slide matters half as much. */
const tokens = new RateLimiterQueue(
  new RateLimiterMemory({
    points: TOKENS_PER_MINUTE / 2,
    duration: MINUTE_MS / 2 / 1000,
  })
);

/** As providers reckon: the prompt, and all that the answer may have. */
function expectedTokens(most) {
  const text = messages.map(({ content }) => content).join('');
  return Math.ceil(text.length / 4) + most;
}

function ask(most) {
  const call = () =>
    openai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages,
      max_tokens: most,
    });
  if (process.env.UNLIMITED === 'true') return call();
  // A queue starts a task from within whichever task ended before: bound to where it was asked for, its spans stay below
  // their own operation, and its failure in that one's budget.
  const task = AsyncResource.bind(async () => {
    await tokens.removeTokens(expectedTokens(most));
    return call();
  });
  return queue.add(task);
}

// Ten short answers, of which five may be asked for in a minute, and four long ones, of which two have tokens enough.
const answers = [...Array(10).fill(20), ...Array(4).fill(400)];
const results = await Promise.allSettled(
  answers.map(most => operation('answer-question', () => ask(most)))
);
const refused = results.filter(({ status }) => status === 'rejected').length;
console.log(`${results.length - refused} answered, ${refused} refused`);
