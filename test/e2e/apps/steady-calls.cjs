// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Makes calls at an even pace. A line on standard input changes what it does: a scenario of the mock that every call
// asks for, `good` for none, or `once <scenario>` for a single call besides. MODEL, and CALLS_PER_SECOND (0: none).
const { createInterface } = require('node:readline');

const { LLM_URL, MODEL, CALLS_PER_SECOND } = process.env;
let scenario = 'good';

async function call(asked) {
  const response = await fetch(`${LLM_URL}/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer mock-key',
      'content-type': 'application/json',
      ...(asked === 'good' ? {} : { 'x-mock-scenario': asked }),
    },
    body: JSON.stringify({
      model: MODEL,
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  });
  await response.text();
  return response.status;
}

if (CALLS_PER_SECOND !== '0') {
  setInterval(
    () => {
      call(scenario).catch(() => {});
    },
    1000 / Number(CALLS_PER_SECOND)
  );
}
console.log('ready');

createInterface({ input: process.stdin }).on('line', async line => {
  const [word, asked] = line.split(' ');
  if (word === 'once') console.log(`${asked} ${await call(asked)}`);
  else console.log(`from now on ${(scenario = word)}`);
});
