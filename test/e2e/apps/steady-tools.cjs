// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Calls a tool of an MCP server at an even pace. A line on standard input names the tool of the calls from then on.
const { createInterface } = require('node:readline');

const { MCP_URL, CALLS_PER_SECOND } = process.env;
let tool = 'weather';
let id = 0;

async function call() {
  const params = { name: tool, arguments: {} };
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

setInterval(
  () => {
    call().catch(() => {});
  },
  1000 / Number(CALLS_PER_SECOND)
);
console.log('ready');

createInterface({ input: process.stdin }).on('line', line => {
  console.log(`from now on ${(tool = line)}`);
});
