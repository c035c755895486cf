// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from './failures.mjs';
import { randomId } from './random.mjs';
import { sse } from './sse.mjs';
import { answerTokens, countTokens, structuredTokens } from './text.mjs';

/** The second version of the Cohere API. Its answers do not say which model gave them. */
export const cohere = {
  name: 'cohere',
  routes: [
    { method: 'POST', path: /\/v2\/chat$/, answer: chat },
    { method: 'POST', path: /\/v2\/embed$/, answer: embed },
  ],

  authorized: (headers, key) => headers.authorization === `Bearer ${key}`,

  headers: ({ random }) => ({
    'x-debug-trace-id': randomId(random, '', 32),
    'x-endpoint-monthly-call-limit': '1000',
  }),

  error: (kind, call) =>
    failure(kind, call, {
      body: ({ message }) => ({ id: randomId(call.random, '', 32), message }),
    }),
};

/** @see https://docs.cohere.com/v2/reference/chat-stream */
function chat({ body, random }) {
  const tool = requestedTool(body);
  const schema = tool?.parameters ?? body.response_format?.json_schema;
  const { tokens, cutOff } =
    structuredTokens(schema) ?? answerTokens(random, body.max_tokens);
  const id = randomId(random, '', 32);
  const callId = randomId(random, `${tool?.name}_`, 12);
  const finish = tool ? 'TOOL_CALL' : cutOff ? 'MAX_TOKENS' : 'COMPLETE';
  const input = 7 + countTokens(body.messages);
  const output = tokens.length;
  const usage = {
    billed_units: { input_tokens: input, output_tokens: output },
    // What was processed is more than what is charged.
    tokens: { input_tokens: input + 60, output_tokens: output + 2 },
    cached_tokens: 0,
  };
  const reported = { input, output };
  if (body.stream === true) {
    const said = tool ? toolEvents(tool, callId, tokens) : textEvents(tokens);
    const stream = [
      event('message-start', {
        id,
        delta: { message: { role: 'assistant', content: [] } },
      }),
      ...said,
      event('message-end', { delta: { finish_reason: finish, usage } }),
    ];
    return { stream, usage: reported, errorEvent };
  }
  const text = tokens.join('');
  const called = { name: tool?.name, arguments: text };
  const message = tool
    ? {
        role: 'assistant',
        tool_calls: [{ id: callId, type: 'function', function: called }],
        tool_plan: 'I will call a function.',
      }
    : { role: 'assistant', content: [{ type: 'text', text }] };
  const json = { id, message, finish_reason: finish, usage };
  return { json, usage: reported, outputTokens: output };
}

function textEvents(tokens) {
  const index = 0;
  const content = text => ({ delta: { message: { content: { text } } } });
  return [
    event('content-start', {
      index,
      delta: { message: { content: { type: 'text', text: '' } } },
    }),
    ...tokens.map(text => event('content-delta', { index, ...content(text) })),
    event('content-end', { index }),
  ];
}

function toolEvents({ name }, id, pieces) {
  const index = 0;
  const delta = calls => ({ delta: { message: { tool_calls: calls } } });
  const started = {
    id,
    type: 'function',
    function: { name, arguments: '' },
  };
  return [
    event('tool-plan-delta', {
      delta: { message: { tool_plan: 'I will call a function.' } },
    }),
    event('tool-call-start', { index, ...delta(started) }),
    ...pieces.map(piece =>
      event('tool-call-delta', {
        index,
        ...delta({ function: { arguments: piece } }),
      })
    ),
    event('tool-call-end', { index }),
  ];
}

function event(type, fields) {
  return sse({ type, ...fields }, type);
}

/** A stream that fails says so in its last event. */
function errorEvent() {
  return event('message-end', {
    delta: { finish_reason: 'ERROR', error: 'Something went wrong.' },
  });
}

/** @see https://docs.cohere.com/v2/reference/embed */
function embed({ body, random }) {
  const texts = body.texts ?? [];
  const float = texts.map(() =>
    Array.from({ length: 8 }, () => random() - 0.5)
  );
  const input = countTokens(texts);
  const meta = {
    api_version: { version: '2' },
    billed_units: { input_tokens: input },
  };
  const id = randomId(random, '', 32);
  return {
    json: { id, embeddings: { float }, texts, meta },
    usage: { input },
    outputTokens: 0,
  };
}

function requestedTool(body) {
  if (body.messages?.at(-1)?.role === 'tool') return undefined;
  return body.tools?.[0]?.function;
}
