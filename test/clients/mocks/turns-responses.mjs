// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The Responses API, WebSocket mode: https://developers.openai.com/api/docs/guides/websocket-mode

const SNAPSHOT = 'gpt-5.2-2025-12-11';
const CALL = {
  id: 'fc_1',
  type: 'function_call',
  call_id: 'call_1',
  name: 'get_weather',
  arguments: '{"city":"Paris"}',
};

/** How turns are worded here. */
export const responses = {
  keyOf: ({ authorization }) => authorization?.replace(/^Bearer /, ''),
  modelOf: () => undefined,
  send: (socket, text) => socket.send(text),
  asks: ({ type, model }) =>
    type === 'response.create' ? { model } : undefined,
  begin: turn => [
    event('response.created', turn),
    event('response.in_progress', turn),
  ],
  piece: ({ kind }, index) => [
    kind === 'tool'
      ? {
          type: 'response.function_call_arguments.delta',
          item_id: CALL.id,
          output_index: 0,
          delta: CALL.arguments.slice(index * 6, index * 6 + 6),
        }
      : {
          type: 'response.output_text.delta',
          item_id: 'msg_1',
          output_index: 0,
          content_index: 0,
          delta: `piece ${index} `,
        },
  ],
  end: turn => (ends[turn.kind] ?? ends.text)(turn),
};

function event(type, { id }, more = {}) {
  return {
    type,
    response: {
      id,
      object: 'response',
      status: 'in_progress',
      model: SNAPSHOT,
      output: [],
      usage: null,
      ...more,
    },
  };
}

const ends = {
  text: turn => completed(turn, 'stop', []),
  tool: turn => completed(turn, 'tool_call', [CALL]),
  failed: turn => ({
    error: 'server_error',
    messages: [
      event('response.failed', turn, {
        status: 'failed',
        error: { code: 'server_error', message: 'The model failed.' },
      }),
    ],
  }),
  refused: turn => ({
    id: undefined,
    error: 'previous_response_not_found',
    messages: [
      {
        type: 'error',
        status: 400,
        error: {
          type: 'invalid_request_error',
          code: 'previous_response_not_found',
          message: `Previous response of ${turn.model} not found.`,
          param: 'previous_response_id',
        },
      },
    ],
  }),
};

function completed(turn, reason, output) {
  const { input, output: written } = turn.count;
  return {
    usage: { input, output: written },
    finish: reason,
    messages: [
      event('response.completed', turn, {
        status: 'completed',
        output,
        usage: {
          input_tokens: input,
          input_tokens_details: { cached_tokens: 8 },
          output_tokens: written,
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: input + written,
        },
      }),
    ],
  };
}
