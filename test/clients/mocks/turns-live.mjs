// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Gemini Live: https://ai.google.dev/api/live

const AUDIO = Buffer.alloc(960, 'RIFF').toString('base64');

/** How turns are worded here. The messages name no turn, and the session has an id only on Vertex AI. */
export const live = {
  keyOf: (_, { searchParams }) => searchParams.get('key'),
  modelOf: () => undefined,
  // Google answers in binary messages.
  send: (socket, text) => socket.send(Buffer.from(text)),
  answer({ setup }, session) {
    if (setup === undefined) return [];
    session.model = setup.model.split('/').at(-1);
    return [{ setupComplete: {} }];
  },
  asks: ({ clientContent, toolResponse, realtimeInput }) =>
    clientContent?.turnComplete === true ||
    toolResponse !== undefined ||
    realtimeInput?.audioStreamEnd === true
      ? {}
      : undefined,
  /** Whoever speaks into an answer interrupts it. */
  cancels: ({ realtimeInput }) => realtimeInput?.activityStart !== undefined,
  begin(turn) {
    turn.id = undefined;
    return [];
  },
  piece(turn, index) {
    if (turn.kind === 'tool') return [];
    const text = `piece ${index} `;
    if (turn.kind !== 'voice') return [content([{ text }])];
    turn.firstAudioMs ??= turn.firstMs;
    const inlineData = { mimeType: 'audio/pcm;rate=24000', data: AUDIO };
    return [
      content([{ inlineData }]),
      { serverContent: { outputTranscription: { text } } },
    ];
  },
  end: turn => (ends[turn.kind] ?? ends.text)(turn),
};

function content(parts) {
  return { serverContent: { modelTurn: { role: 'model', parts } } };
}

const ends = {
  text: turn => complete(turn),
  voice: turn => complete(turn),
  tool(turn) {
    const call = { id: 'call_1', name: 'get_weather', args: { city: 'Paris' } };
    return {
      ...usageOf(turn),
      finish: 'tool_call',
      messages: [{ toolCall: { functionCalls: [call] }, ...said(turn) }],
    };
  },
  // What was used comes with a later message, when the turn is over.
  cancelled: () => ({
    finish: 'interrupted',
    messages: [{ serverContent: { interrupted: true } }],
  }),
};

function complete(turn) {
  return {
    ...usageOf(turn),
    finish: 'stop',
    messages: [
      { serverContent: { generationComplete: true } },
      { serverContent: { turnComplete: true }, ...said(turn) },
    ],
  };
}

function spokenOf({ kind, count }) {
  return kind === 'voice' ? count.audio : 0;
}

function usageOf(turn) {
  const { input, output } = turn.count;
  const spoken = spokenOf(turn);
  return {
    usage: { input, output, audio: { input: spoken, output: spoken } },
  };
}

function said(turn) {
  const { input, output } = turn.count;
  const spoken = spokenOf(turn);
  const details = count => [
    { modality: 'TEXT', tokenCount: count - spoken },
    { modality: 'AUDIO', tokenCount: spoken },
  ];
  return {
    usageMetadata: {
      promptTokenCount: input,
      responseTokenCount: output,
      totalTokenCount: input + output,
      promptTokensDetails: details(input),
      responseTokensDetails: details(output),
    },
  };
}
