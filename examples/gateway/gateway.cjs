// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
const { createServer } = require('node:http');

const providerUrl = process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1';
const providerKey = process.env.OPENAI_API_KEY ?? 'mock-key';

/** A gateway as teams write them: it takes a question, adds the key that only it knows, and hands the answer on. */
async function startGateway() {
  const server = createServer((request, response) => {
    pass(request, response).catch(error => response.destroy(error));
  });
  await new Promise(resolve => server.listen(0, 'localhost', resolve));
  return {
    url: `http://localhost:${server.address().port}`,
    close: () => server.close(),
  };
}

async function pass(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer = await fetch(`${providerUrl}/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${providerKey}`,
      'content-type': 'application/json',
    },
    body: Buffer.concat(chunks).toString('utf8'),
  });
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(await answer.text());
}

module.exports = { startGateway };
