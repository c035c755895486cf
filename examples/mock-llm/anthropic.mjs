// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from './failures.mjs';
import { randomId } from './random.mjs';
import { sse } from './sse.mjs';
import {
  answerTokens,
  countTokens,
  structuredTokens,
  toolArguments,
} from './text.mjs';

/** The Anthropic API. */
export const anthropic = {
  name: 'anthropic',
  routes: [{ method: 'POST', path: /\/v1\/messages$/, answer: messages }],

  authorized: (headers, key) =>
    headers['x-api-key'] === key || headers.authorization === `Bearer ${key}`,

  headers: ({ random, count }) => ({
    'request-id': randomId(random, 'req_'),
    'anthropic-organization-id': 'mock-org',
    'anthropic-ratelimit-requests-limit': '500',
    'anthropic-ratelimit-requests-remaining': String(Math.max(0, 500 - count)),
    'anthropic-ratelimit-tokens-limit': '30000',
    'anthropic-ratelimit-tokens-remaining': String(
      Math.max(0, 30000 - 60 * count)
    ),
  }),

  error: (kind, call) =>
    failure(kind, call, {
      status: { quota: 400, overloaded: 529 },
      body: ({ message }) => ({
        type: 'error',
        error: { type: types[kind] ?? 'invalid_request_error', message },
        request_id: randomId(call.random, 'req_'),
      }),
    }),
};

const types = {
  'invalid-key': 'authentication_error',
  'rate-limit': 'rate_limit_error',
  'model-not-found': 'not_found_error',
  'server-error': 'api_error',
  overloaded: 'overloaded_error',
  'unknown-url': 'not_found_error',
};

/**
 * `POST /v1/messages`: JSON, or a stream of named events.
 *
 * @see https://docs.anthropic.com/en/api/messages-streaming
 */
export function messages(call) {
  const { body } = call;
  const { message, deltas, reported } = composeMessage(call);
  return body.stream === true
    ? {
        stream: messageEvents(message, deltas).map(event =>
          sse(event, event.type)
        ),
        usage: reported,
        errorEvent,
      }
    : { json: message, usage: reported, outputTokens: deltas.length };
}

/** What the model says, and in which pieces; Bedrock sends the same in frames of its own. */
export function composeMessage({ body, model, random }) {
  const tool = requestedTool(body);
  const schema = (body.output_config?.format ?? body.output_format)?.schema;
  const { tokens: deltas, cutOff } =
    tool === undefined
      ? (structuredTokens(schema) ?? answerTokens(random, body.max_tokens))
      : structuredTokens(tool.input_schema);
  const block =
    tool === undefined
      ? { type: 'text', text: deltas.join('') }
      : {
          type: 'tool_use',
          id: randomId(random, 'toolu_'),
          name: tool.name,
          input: JSON.parse(toolArguments(tool.input_schema)),
        };
  const usage = usageOf(body, deltas.length);
  const message = {
    id: randomId(random, 'msg_'),
    type: 'message',
    role: 'assistant',
    model: model ?? body.model,
    content: [block],
    stop_reason: tool ? 'tool_use' : cutOff ? 'max_tokens' : 'end_turn',
    stop_sequence: null,
    usage,
  };
  const input =
    usage.input_tokens +
    usage.cache_creation_input_tokens +
    usage.cache_read_input_tokens;
  return { message, deltas, reported: { input, output: usage.output_tokens } };
}

/** The input is known from the first event on, the output is told at the end. */
export function messageEvents(message, deltas) {
  const [block] = message.content;
  const place = { index: 0 };
  const isText = block.type === 'text';
  return [
    {
      type: 'message_start',
      message: {
        ...message,
        content: [],
        stop_reason: null,
        usage: { ...message.usage, output_tokens: 1 },
      },
    },
    {
      type: 'content_block_start',
      ...place,
      content_block: isText
        ? { type: 'text', text: '' }
        : { ...block, input: {} },
    },
    { type: 'ping' },
    ...deltas.map(piece => ({
      type: 'content_block_delta',
      ...place,
      delta: isText
        ? { type: 'text_delta', text: piece }
        : { type: 'input_json_delta', partial_json: piece },
    })),
    { type: 'content_block_stop', ...place },
    {
      type: 'message_delta',
      delta: { stop_reason: message.stop_reason, stop_sequence: null },
      usage: { output_tokens: message.usage.output_tokens },
    },
    { type: 'message_stop' },
  ];
}

function errorEvent() {
  const error = { type: 'overloaded_error', message: 'Overloaded' };
  return sse({ type: 'error', error }, 'error');
}

/** A tool is called when there is one and its result is not there yet. */
function requestedTool(body) {
  const last = body.messages?.at(-1)?.content;
  if (Array.isArray(last) && last.some(({ type }) => type === 'tool_result')) {
    return undefined;
  }
  return body.tools?.find(tool => tool.input_schema !== undefined);
}

/** A system prompt that is marked for the cache is in it already. */
function usageOf({ system, messages }, output) {
  const marked =
    Array.isArray(system) &&
    system.some(({ cache_control: cached }) => cached !== undefined);
  const systemTokens = countTokens(system);
  return {
    input_tokens: 7 + countTokens(messages) + (marked ? 0 : systemTokens),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: marked ? systemTokens : 0,
    output_tokens: output,
    service_tier: 'standard',
  };
}
