// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from './failures.mjs';
import {
  answerTokens,
  countTokens,
  structuredTokens,
  toolArguments,
} from './text.mjs';

/** Ollama's own API: lines of JSON, and a stream unless the request says otherwise. It knows no keys. */
export const ollama = {
  name: 'ollama',
  routes: [
    { method: 'POST', path: /\/api\/chat$/, answer: chat },
    { method: 'POST', path: /\/api\/generate$/, answer: generate },
    { method: 'POST', path: /\/api\/embed$/, answer: embed },
  ],

  authorized: () => true,
  headers: () => ({}),

  error: (kind, call) =>
    failure(kind, call, { body: ({ message }) => ({ error: message }) }),
};

/** @see https://github.com/ollama/ollama/blob/main/docs/api.md */
function chat(call) {
  const { body } = call;
  const isLast = body.messages?.at(-1)?.role === 'tool';
  const tool = isLast ? undefined : body.tools?.[0]?.function;
  const message = content => ({ message: { role: 'assistant', content } });
  if (tool === undefined) return spoken(call, body.messages, message);
  const args = JSON.parse(toolArguments(tool.parameters));
  const called = { function: { name: tool.name, arguments: args } };
  return delivered(call, body.messages, 8, [
    { message: { role: 'assistant', content: '', tool_calls: [called] } },
  ]);
}

function generate(call) {
  return spoken(call, call.body.prompt, response => ({ response }));
}

function spoken(call, prompt, say) {
  const { body, random } = call;
  const { tokens, cutOff } =
    structuredTokens(body.format) ??
    answerTokens(random, body.options?.num_predict);
  const parts =
    body.stream === false ? [say(tokens.join(''))] : tokens.map(say);
  const reason = cutOff ? 'length' : 'stop';
  return delivered(call, prompt, tokens.length, parts, say(''), reason);
}

/** The last line counts; an answer that does not stream is that line with the text in it. */
function delivered(call, prompt, output, parts, empty, reason = 'stop') {
  const { body, model } = call;
  const input = 7 + countTokens(prompt);
  const head = { model, created_at: new Date().toISOString() };
  const ended = {
    done: true,
    done_reason: reason,
    total_duration: 1_000_000 * output,
    load_duration: 500_000,
    prompt_eval_count: input,
    prompt_eval_duration: 1_000_000,
    eval_count: output,
    eval_duration: 900_000 * output,
  };
  const usage = { input, output };
  if (body.stream === false) {
    const json = { ...head, ...parts[0], ...ended };
    return { json, usage, outputTokens: output };
  }
  const none = empty ?? { message: { role: 'assistant', content: '' } };
  const lines = [
    ...parts.map(part => ({ ...head, ...part, done: false })),
    { ...head, ...none, ...ended },
  ];
  return {
    stream: lines.map(line),
    contentType: 'application/x-ndjson',
    usage,
    errorEvent: () => line({ error: 'an error was encountered' }),
  };
}

function embed({ body, model, random }) {
  const inputs = Array.isArray(body.input) ? body.input : [body.input];
  const embeddings = inputs.map(() =>
    Array.from({ length: 8 }, () => random() - 0.5)
  );
  const input = countTokens(inputs);
  const json = {
    model,
    embeddings,
    total_duration: 14_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: input,
  };
  return { json, usage: { input }, outputTokens: 0 };
}

function line(value) {
  return `${JSON.stringify(value)}\n`;
}
