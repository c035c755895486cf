// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Nothing else of the environment in which the tests run reaches an application. */
const KEPT = ['PATH', 'HOME', 'TMPDIR'];

/** For one that hangs: a busy machine may take a while. */
const LIMIT_MS = 120_000;

/**
 * Types a command as a person would, who has the mock and the receiver elsewhere than at their usual ports.
 *
 * @param {string} command
 * @param {string} cwd
 * @param {{ mock: { url: string, port: number }, receiver: string }} servers
 */
export function startShell(command, cwd, { mock, receiver }) {
  const moved = command
    .replaceAll('127.0.0.1:8787', `127.0.0.1:${mock.port}`)
    .replaceAll('http://127.0.0.1:4318', receiver);
  const kept = KEPT.filter(name => process.env[name] !== undefined);
  const child = spawn('sh', ['-c', moved], {
    cwd,
    env: {
      ...Object.fromEntries(kept.map(name => [name, process.env[name]])),
      OPENAI_BASE_URL: `${mock.url}/v1`,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that all that it has started can be ended with it.
    detached: true,
  });
  const stop = signal => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  const limit = setTimeout(stop, LIMIT_MS, 'SIGKILL');
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', text => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', text => (said.stderr += text));
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => {
      clearTimeout(limit);
      resolve({ code, ...said });
    });
  });
  /** Where a server listens: what it says first. */
  const urlSaid = async () => {
    for (;;) {
      const url = /http:\/\/[\d.:]+/.exec(said.stdout)?.[0];
      if (url !== undefined) return url;
      if (child.exitCode !== null) throw new Error(said.stderr);
      await once(child.stdout, 'data');
    }
  };
  return { ended, stop, urlSaid };
}
