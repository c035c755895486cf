// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A service that asks another one (BACK_URL), with a span of its own by the API alone. Each line on standard input is a
// path to ask for; `end` ends it.
const { createInterface } = require('node:readline');
const { trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('front');

async function answer(path) {
  const status = await tracer.startActiveSpan(`answer ${path}`, async span => {
    try {
      const response = await fetch(process.env.BACK_URL + path);
      await response.text();
      return response.status;
    } finally {
      span.end();
    }
  });
  console.log(`${path} ${status}`);
}

createInterface({ input: process.stdin }).on('line', line => {
  if (line === 'end') process.stdin.destroy();
  else void answer(line);
});
