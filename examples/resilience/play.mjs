// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// node examples/resilience/play.mjs NAME: one example against a mock model server, on loopback.
import { fork } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createMockLlm, MOCK_KEY } from '../mock-llm/server.mjs';

/** What an example needs of the mock. Ours waits a second where the mock's minute is a quarter, so that a slow machine changes nothing. */
const settings = {
  retry: {},
  'rate-limit': {
    limits: { requests: 5, tokens: 900, windowMs: 250 },
    environment: { MINUTE_MS: '1000' },
  },
  timeouts: {},
  fallback: {},
  'start-check': {},
};

export const names = Object.keys(settings);

/**
 * Runs one example to its end.
 *
 * @param {string} name
 * @param {{ environment?: Record<string, string>, silent?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string, requests: object[], spans: object[], points: object[] }>}
 */
export async function play(name, { environment, silent = false } = {}) {
  const { limits, environment: usual } = settings[name];
  const mock = await createMockLlm({ limits });
  const dumb = await startSilent();
  try {
    const child = fork(path(`${name}.mjs`), {
      execArgv: ['--import', pathToFileURL(path('telemetry.mjs')).href],
      env: {
        PATH: process.env.PATH,
        OPENAI_BASE_URL: `${mock.url}/v1`,
        OPENAI_API_KEY: MOCK_KEY,
        SILENT_URL: dumb.url,
        ...usual,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let output = '';
    let seen;
    child.on('message', message => (seen = message));
    child.stdout.setEncoding('utf8').on('data', text => {
      output += text;
      if (!silent) process.stdout.write(text);
    });
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    return { code, output, requests: mock.requests, ...seen };
  } finally {
    dumb.close();
    await mock.close();
  }
}

/** Takes connections and never answers, not even to TLS. */
async function startSilent() {
  const sockets = new Set();
  const server = createServer(socket => {
    sockets.add(socket.on('error', () => undefined).resume());
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${server.address().port}/v1`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function path(file) {
  return fileURLToPath(new URL(file, import.meta.url));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const name = process.argv[2] ?? '';
  if (!names.includes(name)) {
    console.error(`Which example? There are ${names.join(', ')}.`);
    process.exit(2);
  }
  const { MODELS } = process.env;
  const { code } = await play(name, { environment: MODELS && { MODELS } });
  process.exitCode = code;
}
