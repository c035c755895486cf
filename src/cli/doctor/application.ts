// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Environment } from './finding.ts';
import { startModel } from './model.ts';
import type { Sighting } from './sighting.ts';

const POLL_MS = 100;
/** How long to look further after a process that registers nothing: it may have started the one that does. */
const LATER_MS = 3_000;
const STOP_MS = 2_000;
/** Only the end of its output is kept. */
const KEPT = 4_000;

/** The application as it ran for the doctor. */
export interface Run {
  /** Findings inside the process; `undefined` where it never started. */
  readonly sighting: Sighting | undefined;
  /** The end of what it wrote to standard error. */
  readonly errors: string;
  /** How it ended by itself; `undefined`: the doctor stopped it. */
  readonly ended: string | undefined;
}

/**
 * Starts a command, waits until one of its Node.js processes has been looked into, and stops all of them.
 *
 * @param isEmpty Whether it is the doctor's own empty application, which needs no graceful end.
 * @param limitMs How long the application may take to come up.
 */
export async function runApplication(
  [program = '', ...rest]: readonly string[],
  environment: Environment,
  { isEmpty, limitMs }: { readonly isEmpty: boolean; readonly limitMs: number }
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'otel-genai-doctor-'));
  const model = await startModel();
  const child = spawn(program, rest, {
    env: environmentOf(environment, {
      folder,
      model: model.url,
      wait: isEmpty ? 'ready' : 'up',
    }),
    stdio: ['ignore', 'ignore', 'pipe'],
    // A process group of its own: the command may start other processes, and all of them are stopped.
    detached: process.platform !== 'win32',
  });
  const kill = (): void => stop(child, 'SIGKILL');
  process.once('exit', kill);
  const interrupted = (): void => process.exit(130);
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-KEPT);
  });
  let ended: string | undefined;
  const closed = once(child, 'close').then(
    ([code, signal]) => (ended = `exit code ${String(code ?? signal)}`),
    (error: unknown) => (ended = (error as Error).message)
  );
  try {
    const sighting = await sightingIn(folder, limitMs, () => ended);
    return { sighting, errors: errors.trim(), ended };
  } finally {
    stop(child, isEmpty ? 'SIGKILL' : 'SIGTERM');
    await Promise.race([closed, wait(STOP_MS, undefined, { ref: false })]);
    kill();
    process.off('exit', kill);
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    model.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first sighting with something registered, or the last one without. */
async function sightingIn(
  folder: string,
  limitMs: number,
  ended: () => string | undefined
): Promise<Sighting | undefined> {
  let end = Date.now() + limitMs;
  let seen: Sighting | undefined;
  for (;;) {
    const isLast = ended() !== undefined || Date.now() > end;
    for (const sighting of sightings(folder)) {
      if (isRegistered(sighting)) return sighting;
      if (seen === undefined) end = Math.min(end, Date.now() + LATER_MS);
      seen = sighting;
    }
    if (isLast) return seen;
    await wait(POLL_MS);
  }
}

function sightings(folder: string): Sighting[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .map(
      name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Sighting
    );
}

function isRegistered({ traces, metrics, isLoaded }: Sighting): boolean {
  return isLoaded || traces.name !== undefined || metrics.name !== undefined;
}

/** The user's environment, and the preload in each Node.js process. */
function environmentOf(
  environment: Environment,
  parameters: Record<string, string>
): NodeJS.ProcessEnv {
  // The build puts this file into that of the command line.
  const preload = new URL('./doctor/inside/preload.js', import.meta.url);
  preload.search = new URLSearchParams(parameters).toString();
  return {
    ...environment,
    NODE_OPTIONS: `${environment['NODE_OPTIONS'] ?? ''} --import=${preload.href}`,
    // The model is on loopback.
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
}

function stop(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-pid, signal);
  } catch {
    // All of them have ended.
  }
}
