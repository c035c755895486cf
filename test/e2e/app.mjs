// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { REGISTER } from '../support/run-app.ts';
import { install } from './install.mjs';
import { until } from './until.mjs';

/**
 * Starts an application of test/fixtures/apps or test/e2e/apps in the folder of the installation.
 *
 * @param {import('./scenario.mjs').Scenario} test stops it, and shows what it said after a failure
 * @param {object} options
 * @param {string} options.app
 * @param {string[]} [options.flags] of node; without them our package is preloaded
 * @param {Record<string, string>} [options.env]
 */
export async function startApp(
  test,
  { app, flags = ['--require', REGISTER], env }
) {
  const { folder } = await install();
  const child = spawn(process.execPath, [...flags, app], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', text => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', text => (stderr += text));
  let end;
  const closed = new Promise(resolve => {
    child.on('close', (code, signal) => resolve((end = { code, signal })));
  });
  return test.use({
    name: app,
    log: () => stdout + stderr,
    stdout: () => stdout,
    stderr: () => stderr,
    /** Waits until a line of standard output matches, and gives the match. */
    said: pattern =>
      until(`${app} says ${pattern}`, () => {
        const match = new RegExp(pattern, 'm').exec(stdout);
        if (!match && end) throw new Error(`it ended: ${stderr}`);
        return match;
      }),
    /** Writes a line to its standard input. */
    tell: line => child.stdin.write(`${line}\n`),
    /** Waits for its end, which `signal` may bring. */
    ended(signal) {
      if (signal) child.kill(signal);
      return closed;
    },
    stop() {
      child.kill('SIGKILL');
      return closed;
    },
  });
}
