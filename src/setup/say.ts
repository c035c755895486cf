// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { writeSync } from 'node:fs';
import { format } from 'node:util';
import { NAME } from '../version.ts';

const INSTALL = `npm install ${NAME} @opentelemetry/sdk-node @opentelemetry/instrumentation-undici @opentelemetry/instrumentation-http`;

/** Writes one line to standard error, for the person who started the process. Standard output belongs to the application. */
export function say(text: string, ...rest: unknown[]): void {
  try {
    writeSync(2, `${NAME}: ${format(text, ...rest)}\n`);
  } catch {
    // Standard error is closed or full; the application must continue.
  }
}

/** Reports why there is no telemetry, and what to do about it. */
export function sayNotStarted(error: unknown): void {
  const missing = missingPackage(error);
  if (missing === undefined) {
    say('not started: %s', error instanceof Error ? error.message : error);
  } else {
    say('not started: %s is not installed. Run: %s', missing, INSTALL);
  }
}

/** The name of the package that `error` reports as missing; not for a missing file of an installed package. */
export function missingPackage(error: unknown): string | undefined {
  const { code, message } = (error ?? {}) as {
    code?: unknown;
    message?: unknown;
  };
  if (code !== 'MODULE_NOT_FOUND') return undefined;
  return /^Cannot find module '(@[^/']+\/[^/']+|[^@./'][^/']*)'/.exec(
    String(message)
  )?.[1];
}

/** Like {@link say}, each text once: an instrumentation is created again when somebody else registers a provider. */
export function sayOnce(): (text: string) => void {
  const said = new Set<string>();
  return text => {
    if (!said.has(text)) say('%s', text);
    said.add(text);
  };
}
