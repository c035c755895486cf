// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { setTimeout as wait } from 'node:timers/promises';
import * as zlib from 'node:zlib';
import { sse } from './sse.mjs';

/**
 * Sends one answer at its pace, or as much of it as the scenario lets through. Ends early, with a rejection, when
 * the client goes away: `signal` says so.
 *
 * @param {import('node:http').ServerResponse} response
 * @param {object} answer `json`, `text`, `bytes` or `stream` (pieces already framed), and status, headers, contentType
 * @param {{ firstMs: number, tokenMs: number, scenario: object, encoding?: string, error: object, drop(response: object): void }} plan
 * @param {AbortSignal} signal
 */
export async function deliver(response, answer, plan, signal) {
  if (plan.scenario.headMs !== undefined) {
    await pause(plan.scenario.headMs, signal);
  }
  if (plan.scenario.stop === 'head') {
    plan.drop(response);
    return;
  }
  if (answer.stream === undefined) {
    await deliverWhole(response, answer, plan, signal);
  } else {
    await deliverStream(response, answer, plan, signal);
  }
}

async function deliverWhole(response, answer, plan, signal) {
  const { firstMs, tokenMs, scenario, encoding } = plan;
  await pause(firstMs + tokenMs * (answer.outputTokens ?? 0), signal);
  const whole =
    answer.bytes ??
    Buffer.from(answer.text ?? `${JSON.stringify(answer.json, null, 2)}\n`);
  const body = encoding ? encoders[encoding].whole(whole) : whole;
  writeHead(response, answer, plan, { 'content-length': body.length });
  if (scenario.stop === 'cut') {
    response.write(body.subarray(0, body.length >> 1));
    await cut(response, plan);
    return;
  }
  response.end(body);
}

async function deliverStream(response, answer, plan, signal) {
  const { firstMs, tokenMs, scenario, encoding } = plan;
  const middle = answer.stream.length >> 1;
  const last = scenario.stop ? middle : Infinity;
  // The real API sends its head a little before the first chunk.
  await pause(firstMs * 0.7, signal);
  writeHead(response, answer, plan, { 'cache-control': 'no-cache' });
  response.flushHeaders();
  const encoder = encoding ? encoders[encoding].stream() : undefined;
  encoder?.pipe(response);
  const body = encoder ?? response;

  // Pieces are due at fixed times: pauses too short for a timer add up to one that is not.
  let due = performance.now() + firstMs * 0.3;
  for (const [index, piece] of answer.stream.entries()) {
    await pause(scenario.chunkMs ?? due - performance.now(), signal);
    due += tokenMs;
    if (index === middle && scenario.stallMs !== undefined) {
      await pause(scenario.stallMs, signal);
    }
    if (index >= last && scenario.stop === 'error') {
      body.end(answer.errorEvent?.(plan.error) ?? sse({ error: plan.error }));
      return;
    }
    body.write(index < last ? piece : piece.slice(0, piece.length >> 1));
    encoder?.flush();
    if (index >= last) {
      await cut(response, plan);
      return;
    }
  }
  body.end();
}

function writeHead(response, answer, plan, headers) {
  const json = answer.text === undefined ? 'application/json' : 'text/plain';
  const type = answer.stream ? 'text/event-stream; charset=utf-8' : json;
  response.writeHead(answer.status ?? 200, {
    'content-type': answer.contentType ?? type,
    ...(plan.encoding && { 'content-encoding': plan.encoding }),
    ...headers,
    ...plan.headers(),
    ...answer.headers,
  });
}

/** Drops the connection once what was written has had the time to reach the client. */
async function cut(response, plan) {
  await wait(20);
  plan.drop(response);
}

/** Node's timers take no delay above 2^31 - 1; `hang` asks for an endless one. */
async function pause(milliseconds, signal) {
  signal.throwIfAborted();
  if (milliseconds < 1) return;
  await wait(Math.min(milliseconds, 2 ** 31 - 1), undefined, { signal });
}

/** The encodings that a client may ask for with `x-mock-encoding`. */
export const encoders = {
  gzip: {
    whole: zlib.gzipSync,
    stream: () => zlib.createGzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  },
  deflate: {
    whole: zlib.deflateSync,
    stream: () => zlib.createDeflate({ flush: zlib.constants.Z_SYNC_FLUSH }),
  },
  br: {
    whole: zlib.brotliCompressSync,
    stream: () =>
      zlib.createBrotliCompress({
        flush: zlib.constants.BROTLI_OPERATION_FLUSH,
      }),
  },
};
