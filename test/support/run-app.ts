// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve as resolvePath } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const apps = join(root, 'test', 'fixtures', 'apps');

export const REGISTER = 'opentelemetry-instrumentation-genai/register';

export interface AppRun {
  /** In test/fixtures/apps, or absolute. */
  readonly app: string;
  /** The node that runs it, if not the one that runs the tests. */
  readonly node?: string;
  /** Flags of node, before the application. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where node is started, and so where `--require` looks for packages. */
  readonly cwd?: string;
  /** Called with what standard output has so far, at each piece of it. */
  readonly onStdout?: (
    text: string,
    signal: (name: NodeJS.Signals) => void
  ) => void;
}

export interface AppResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing of the environment in which the tests run, least of all its OTEL_* variables, reaches an application. */
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot'];

/** For one that hangs: a busy machine may take a while to start one. */
const LIMIT_MS = 60_000;

/** Starts an application in a process of its own and waits for its end. */
export async function runApp(run: AppRun): Promise<AppResult> {
  const child = spawn(
    run.node ?? process.execPath,
    [...(run.flags ?? []), resolvePath(apps, run.app)],
    {
      cwd: run.cwd ?? installed(),
      env: {
        ...Object.fromEntries(
          KEPT.filter(name => process.env[name] !== undefined).map(name => [
            name,
            process.env[name]!,
          ])
        ),
        ...run.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }
  );
  // Nothing may outlive its test; the result then shows the signal.
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    run.onStdout?.(stdout, name => child.kill(name));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ code, signal, stdout, stderr });
    });
  });
}

let folder: string | undefined;

/** A folder in which the package, as it was built, is installed. */
function installed(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'genai-app-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(
      process.env['GENAI_TEST_PACKAGE'] ?? root,
      join(folder, 'node_modules', 'opentelemetry-instrumentation-genai'),
      'junction'
    );
    const made = folder;
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  }
  return folder;
}

/** A port that was free a moment ago, out of the range from which the system takes ports for whoever wants any. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const free = await new Promise<boolean>(done => {
      server.once('error', () => done(false));
      server.listen(port, '127.0.0.1', () => done(true));
    });
    if (!free) continue;
    await new Promise(done => server.close(done));
    return port;
  }
}
