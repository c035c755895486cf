// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The Realtime API: https://platform.openai.com/docs/api-reference/realtime-server-events

const AUDIO = Buffer.alloc(960, 'RIFF').toString('base64');
const CALL = {
  id: 'item_2',
  type: 'function_call',
  call_id: 'call_1',
  name: 'get_weather',
  arguments: '{"city":"Paris"}',
};

/** How turns are worded here. */
export const realtime = {
  sessionId: 'sess_1',
  keyOf: ({ authorization }) => authorization?.replace(/^Bearer /, ''),
  modelOf: ({ searchParams }) => searchParams.get('model'),
  send: (socket, text) => socket.send(text),
  greeting: session => [
    {
      type: 'session.created',
      session: {
        type: 'realtime',
        object: 'realtime.session',
        ...session,
        output_modalities: ['audio'],
      },
    },
  ],
  /** Here the server hears where the speech of the user ends, and begins the turn. */
  answer: ({ type }) =>
    type === 'input_audio_buffer.commit'
      ? [
          { type: 'input_audio_buffer.speech_stopped', item_id: 'item_1' },
          { type: 'input_audio_buffer.committed', item_id: 'item_1' },
        ]
      : [],
  asks: ({ type }) => asking[type],
  cancels: ({ type }) => type === 'response.cancel',
  begin: turn => [{ type: 'response.created', response: responseOf(turn) }],
  piece(turn, index) {
    const place = { response_id: turn.id, item_id: 'item_2', output_index: 0 };
    const delta = `piece ${index} `;
    switch (turn.kind) {
      case 'tool':
        return [
          { type: 'response.function_call_arguments.delta', ...place, delta },
        ];
      case 'voice':
        turn.firstAudioMs ??= turn.firstMs;
        return [
          { type: 'response.output_audio.delta', ...place, delta: AUDIO },
          { type: 'response.output_audio_transcript.delta', ...place, delta },
        ];
      default:
        return [{ type: 'response.output_text.delta', ...place, delta }];
    }
  },
  end: turn => (ends[turn.kind] ?? ends.text)(turn),
};

const asking = {
  'response.create': {},
  'input_audio_buffer.commit': { isByServer: true },
};

function responseOf({ id, kind }, more = {}) {
  return {
    object: 'realtime.response',
    id,
    status: 'in_progress',
    status_details: null,
    output: [],
    conversation_id: 'conv_1',
    output_modalities: [kind === 'voice' ? 'audio' : 'text'],
    usage: null,
    metadata: null,
    ...more,
  };
}

const ends = {
  text: turn => done(turn, 'stop'),
  voice: turn => done(turn, 'stop'),
  tool: turn => done(turn, 'tool_call', { output: [CALL] }),
  cancelled: turn => ({
    ...done(turn, 'client_cancelled', {
      status: 'cancelled',
      status_details: { type: 'cancelled', reason: 'client_cancelled' },
    }),
    error: 'aborted',
  }),
  failed: turn => ({
    error: 'inference_rate_limit_exceeded',
    messages: [
      {
        type: 'response.done',
        response: responseOf(turn, {
          status: 'failed',
          status_details: {
            type: 'failed',
            error: {
              type: 'server_error',
              code: 'inference_rate_limit_exceeded',
            },
          },
        }),
      },
    ],
  }),
  refused: () => ({
    id: undefined,
    error: 'invalid_value',
    messages: [
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          code: 'invalid_value',
          message: 'Invalid value.',
          param: 'response.modalities',
          event_id: 'ask_1',
        },
      },
    ],
  }),
};

function done(turn, finish, more) {
  const { input, output, audio } = turn.count;
  const spoken = turn.kind === 'voice' ? audio : 0;
  return {
    finish,
    usage: { input, output, audio: { input: spoken, output: spoken } },
    messages: [
      {
        type: 'response.done',
        response: responseOf(turn, {
          status: 'completed',
          usage: {
            total_tokens: input + output,
            input_tokens: input,
            output_tokens: output,
            input_token_details: {
              text_tokens: input - spoken,
              audio_tokens: spoken,
              cached_tokens: 0,
            },
            output_token_details: {
              text_tokens: output - spoken,
              audio_tokens: spoken,
            },
          },
          ...more,
        }),
      },
    ],
  };
}
