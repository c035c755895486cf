// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The model provider of the bench, in a process of its own: answers at once, from bytes made beforehand.
import { createServer } from 'node:http';

const CHUNKS = 500;
/** Network reads of real streams hold several events. */
const CHUNKS_A_WRITE = 10;

const text = 'The quick brown fox jumps over the lazy dog. '.repeat(40);
const usage = {
  prompt_tokens: 25,
  completion_tokens: CHUNKS,
  total_tokens: 25 + CHUNKS,
};

const openaiAnswer = {
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o-2024-08-06',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: text, refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage,
  service_tier: 'default',
  system_fingerprint: 'fp_bench',
};

function openaiEvents() {
  const event = (choices, rest = {}) =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-bench',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'gpt-4o-2024-08-06',
      service_tier: 'default',
      system_fingerprint: 'fp_bench',
      choices,
      usage: null,
      obfuscation: 'abcdefghijklm',
      ...rest,
    })}\n\n`;
  const delta = (value, reason = null) => [
    { index: 0, delta: value, logprobs: null, finish_reason: reason },
  ];
  return [
    event(delta({ role: 'assistant', content: '' })),
    ...Array.from({ length: CHUNKS - 3 }, (_, index) =>
      event(delta({ content: ` word${index}` }))
    ),
    event(delta({}, 'stop')),
    event([], { usage }),
    'data: [DONE]\n\n',
  ];
}

const anthropicMessage = {
  id: 'msg_bench',
  type: 'message',
  role: 'assistant',
  model: 'claude-opus-4-8',
  content: [{ type: 'text', text }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 25, output_tokens: CHUNKS },
};

function anthropicEvents() {
  const event = value =>
    `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;
  return [
    event({
      type: 'message_start',
      message: {
        ...anthropicMessage,
        content: [],
        stop_reason: null,
        usage: { input_tokens: 25, output_tokens: 1 },
      },
    }),
    event({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'text', text: '' },
    }),
    ...Array.from({ length: CHUNKS - 5 }, (_, index) =>
      event({
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'text_delta', text: ` word${index}` },
      })
    ),
    event({ type: 'content_block_stop', index: 0 }),
    event({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: CHUNKS },
    }),
    event({ type: 'message_stop' }),
  ];
}

function inWrites(events) {
  const writes = [];
  for (let index = 0; index < events.length; index += CHUNKS_A_WRITE) {
    writes.push(
      Buffer.from(events.slice(index, index + CHUNKS_A_WRITE).join(''))
    );
  }
  return writes;
}

const ANSWERS = {
  '/v1/chat/completions': {
    json: Buffer.from(JSON.stringify(openaiAnswer)),
    stream: inWrites(openaiEvents()),
  },
  '/v1/messages': {
    json: Buffer.from(JSON.stringify(anthropicMessage)),
    stream: inWrites(anthropicEvents()),
  },
};

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', () => {
    const answer = ANSWERS[request.url];
    if (answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (!Buffer.concat(parts).includes('"stream":true')) {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(answer.json);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let next = 0;
    const write = () => {
      response.write(answer.stream[next++]);
      if (next < answer.stream.length) setImmediate(write);
      else response.end();
    };
    write();
  });
});

server.listen(0, '127.0.0.1', () => {
  process.send({ url: `http://127.0.0.1:${server.address().port}` });
});
process.on('disconnect', () => process.exit(0));
