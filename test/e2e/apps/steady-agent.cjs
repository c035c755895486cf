// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Calls a tool of an MCP server and asks for a turn over WebSocket at an even pace. A line on standard input names the
// tool, and the model of the turns, from then on.
const { randomBytes } = require('node:crypto');
const http = require('node:http');
const { createInterface } = require('node:readline');

const { MCP_URL, TURNS_URL, CALLS_PER_SECOND } = process.env;
let name = 'weather';
let id = 0;

async function callTool() {
  const params = { name, arguments: {} };
  const response = await fetch(MCP_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: ++id,
      method: 'tools/call',
      params,
    }),
  });
  await response.text();
}

/** A text of less than 126 bytes in one frame, masked with zeros. */
function frame(text) {
  const payload = Buffer.from(text);
  const head = Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]);
  return Buffer.concat([head, payload]);
}

const request = http.get(TURNS_URL, {
  headers: {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  },
});
request.on('upgrade', (_, socket) => {
  socket.resume();
  setInterval(
    () => {
      callTool().catch(() => {});
      const ask = { type: 'response.create', model: name, input: 'hi' };
      socket.write(frame(JSON.stringify(ask)));
    },
    1000 / Number(CALLS_PER_SECOND)
  );
  console.log('ready');
});

createInterface({ input: process.stdin }).on('line', line => {
  console.log(`from now on ${(name = line)}`);
});
