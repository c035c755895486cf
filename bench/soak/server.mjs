// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The model provider of the soak: answers a chat, a short stream, or begins a stream that it never ends.
import { createServer } from 'node:http';

const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
const answer = JSON.stringify({
  id: 'chatcmpl-soak',
  model: 'soak-1',
  choices: [
    { index: 0, message: { content: 'x'.repeat(500) }, finish_reason: 'stop' },
  ],
  usage,
});
const event = (choices, rest) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-soak', model: 'soak-1', choices, ...rest })}\n\n`;
const first = event([{ index: 0, delta: { content: 'a word' } }]);
const stream =
  first.repeat(20) +
  event([{ index: 0, delta: {}, finish_reason: 'stop' }]) +
  event([], { usage }) +
  'data: [DONE]\n\n';

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', part => (body += part));
  request.on('end', () => {
    if (!body.includes('"stream":true')) {
      response.setHeader('content-type', 'application/json');
      response.end(answer);
      return;
    }
    response.setHeader('content-type', 'text/event-stream');
    if (body.includes('stay open')) response.write(first);
    else response.end(stream);
  });
});
// A busy machine may stop a process for longer than the usual five seconds; its next call would meet a closed connection.
server.keepAliveTimeout = 10 * 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send({ url: `http://127.0.0.1:${server.address().port}/v1` });
});
process.on('disconnect', () => process.exit(0));
