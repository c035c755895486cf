// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Broken answers through real connections, plain and watched: see scripts/fuzz.mjs.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { openCalls } from '../../src/observe/open-calls.ts';
import { track } from '../../test/telemetry/support/tracked.ts';
import { mutated, small } from './decoders.mjs';

const http = createRequire(import.meta.url)('http');
const REQUEST = JSON.stringify({ model: 'm', stream: true, messages: [] });

const ways = {
  async fetch(url) {
    const response = await fetch(url, { method: 'POST', body: REQUEST });
    return [response.status, await response.text()];
  },
  'node:http': url =>
    new Promise((resolve, reject) => {
      const request = http.request(url, { method: 'POST' }, response => {
        const parts = [];
        response.on('data', part => parts.push(part));
        response.on('end', () =>
          resolve([response.statusCode, Buffer.concat(parts).toString()])
        );
        response.on('error', reject);
      });
      request.on('error', reject);
      request.end(REQUEST);
    }),
};

/** What the application gets: the answer, or the names of its error and of the cause. */
async function transcript(send, url) {
  try {
    return await send(url);
  } catch (error) {
    return [error.name, error.code, error.cause?.name, error.cause?.code];
  }
}

/** Sends a plan: chunks, with a pause after each, and then an end or a cut. */
async function answer(response, { type, bytes, size, cut }) {
  response.writeHead(200, {
    'content-type': type,
    'content-length': bytes.length + (cut ? 1 : 0),
  });
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    await new Promise(resolve => setImmediate(resolve));
  }
  if (!cut) response.end();
  // Time for the bytes to arrive: how many come before a reset is not ours to decide.
  else setTimeout(() => response.destroy(), 5);
}

/** Each body plain and watched: the same transcripts, one ended span a call, nothing left open. */
export async function callsWithMutations(random, rounds) {
  let plan;
  const server = createServer((request, response) => {
    request.resume().on('end', () => void answer(response, plan));
  });
  // A busy machine may stop this process for longer than the usual five seconds; the next call would meet a closed connection.
  server.keepAliveTimeout = 10 * 60_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${server.address().port}/v1/chat/completions`;
  try {
    for (let round = 0; round < rounds; round++) {
      const body = small[random(small.length)];
      const bytes = mutated(body.bytes, random);
      const size = 1 + random(bytes.length);
      const cut = random(4) === 0;
      plan = {
        type: body.type,
        bytes,
        size: Math.max(size, bytes.length >> 4),
        cut,
      };
      const [name, send] = Object.entries(ways)[random(2)];
      const plain = await transcript(send, url);
      const tracked = track();
      const watched = await transcript(send, url);
      const { length } = tracked.genai();
      openCalls.abandonAll(undefined);
      const after = tracked.genai().length;
      await tracked.stop();
      if (
        !isDeepStrictEqual(plain, watched) ||
        length !== 1 ||
        after !== length
      ) {
        const seen = [name, plan, plain, watched, length, after];
        throw new Error(`call ${round}: ${JSON.stringify(seen)}`);
      }
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
