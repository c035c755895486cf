// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { until } from '../until.mjs';

/** Of a server that talks much, the end says why it failed. */
const LOG_LINES = 60;
const STOP_MS = 10_000;

/**
 * Starts a server in a process of its own and waits until it is ready.
 *
 * @param {import('../scenario.mjs').Scenario} test stops it, and shows its log after a failure
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.command
 * @param {string[]} options.args
 * @param {() => Promise<unknown>} options.ready whether it is ready; an error is a no
 * @param {Record<string, string>} [options.env]
 */
export async function startServer(test, { name, command, args, ready, env }) {
  const lines = [];
  const child = spawn(command, args, {
    // Nothing of ours, least of all OTEL_* variables, is for the server.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise(resolve => {
    child.on('close', (code, signal) => resolve({ code, signal }));
    child.on('error', error => {
      lines.push(String(error));
      resolve({ code: null, signal: null });
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      lines.push(...text.trimEnd().split('\n'));
      if (lines.length > LOG_LINES) lines.splice(0, lines.length - LOG_LINES);
    });
  }

  const end = signal => {
    child.kill(signal);
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    return ended.finally(() => clearTimeout(limit));
  };
  const server = test.use({
    name,
    log: () => lines.join('\n'),
    /** As an operator would stop it. */
    stop: () => end('SIGTERM'),
    /** As a machine that loses power would. */
    kill: () => end('SIGKILL'),
  });
  await Promise.race([
    until(`${name} is ready`, ready),
    ended.then(({ code, signal }) => {
      throw new Error(`${name} ended before it was ready: ${code ?? signal}`);
    }),
  ]);
  return server;
}

/** Whether a GET is answered with success. */
export async function answers(url) {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.ok;
}
