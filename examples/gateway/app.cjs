// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Asks a gateway, which asks the provider. (In one process, to have one command; in two the trace is the same.)
const { startGateway } = require('./gateway.cjs');

async function main() {
  const gateway = await startGateway();
  const response = await fetch(`${gateway.url}/team-a/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'What is a gateway?' }],
    }),
  });
  const { choices } = await response.json();
  console.log(choices[0].message.content);
  gateway.close();
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
