// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A service that answers questions by asking a model; it knows nothing of telemetry. ?stream=true asks for a stream,
// ?model= names the model, by which the mock knows how to fail.
const http = require('node:http');

const server = http.createServer(async (request, response) => {
  const { searchParams } = new URL(request.url, 'http://back');
  try {
    const answer = await ask(
      searchParams.get('model') ?? 'gpt-4o',
      searchParams.get('stream') === 'true'
    );
    response.end(answer);
  } catch (error) {
    response.writeHead(502).end(String(error));
  }
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`);
});

async function ask(model, stream) {
  const response = await fetch(`${process.env.LLM_URL}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer mock-key',
    },
    body: JSON.stringify({
      model,
      stream,
      ...(stream && { stream_options: { include_usage: true } }),
      messages: [{ role: 'user', content: 'Why is the sky blue?' }],
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the model said ${response.status}`);
  return text;
}
