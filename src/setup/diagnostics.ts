// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { diag, DiagLogLevel, type DiagLogger } from '@opentelemetry/api';
import { say } from './say.ts';
import { registeredGlobally } from './api/shared-api.ts';
import { sendFailureIn, withoutStack } from './send-failure.ts';

const LEVELS: Readonly<Record<string, DiagLogLevel>> = {
  ALL: DiagLogLevel.ALL,
  VERBOSE: DiagLogLevel.VERBOSE,
  DEBUG: DiagLogLevel.DEBUG,
  INFO: DiagLogLevel.INFO,
  WARN: DiagLogLevel.WARN,
  ERROR: DiagLogLevel.ERROR,
  NONE: DiagLogLevel.NONE,
};

/**
 * Makes the SDK log to standard error: at the level of `OTEL_LOG_LEVEL`, else warnings and errors, each text once. Keeps a
 * logger that the application has set.
 */
export function listenToDiag(level: string | undefined): void {
  if (registeredGlobally('diag') !== undefined) return;
  const logLevel =
    level === undefined ? undefined : LEVELS[level.toUpperCase()];
  listen(logLevel === undefined ? once() : logger(say), logLevel);
}

function listen(to: DiagLogger, logLevel: DiagLogLevel = DiagLogLevel.WARN) {
  diag.setLogger(to, { logLevel, suppressOverrideMessage: true });
}

/**
 * Runs `fn`, which starts the SDK from a file. The SDK would set its own logger, which writes to standard output and logs
 * that it was set. Only the log level of the file is used instead.
 */
export function keepLogger<T>(fn: () => T): T {
  const { setLogger } = diag;
  diag.setLogger = (_logger, options) => {
    const level = typeof options === 'object' ? options.logLevel : options;
    // Without a level in the file, this is `info`.
    if (level === undefined || level === DiagLogLevel.INFO) return true;
    diag.setLogger = setLogger;
    listen(logger(say), level);
    return true;
  };
  try {
    return fn();
  } finally {
    diag.setLogger = setLogger;
  }
}

function once(): DiagLogger {
  const said = new Set<string>();
  return logger((text, ...rest) => {
    const failure = sendFailureIn(text);
    // One message for all: an unreachable server causes many different ones.
    const key = failure === undefined ? withoutStack(text) : 'send failure';
    if (NOISE.test(text) || said.has(key) || said.size >= 100) return;
    said.add(key);
    if (failure !== undefined) say(failure);
    else if (PORT.test(key)) portTaken(key);
    else say(key, ...rest);
  });
}

/** A port in use is reported only if there are calls to show; many worker processes of build tools have none. */
let recorded = false;
let heldBack: string | undefined;

function portTaken(text: string): void {
  if (recorded) say(text);
  else heldBack = text;
}

/** A call was recorded, so a held-back message about the port is now relevant. */
export function sayHeldBack(): void {
  recorded = true;
  if (heldBack !== undefined) say(heldBack);
  heldBack = undefined;
}

const PORT = /^port \d+ is in use/;

/**
 * Messages that are not passed on: about a scrape before the start is complete, because the next one has everything; about
 * missing spans, as configured, because the metrics exist; about an ended span, because Next.js causes one for each
 * request, with different ids.
 */
const NOISE =
  /^Accessing resource attributes before async attributes settled|^OTEL_TRACES_EXPORTER contains "none"\. SDK will not be|^Cannot execute the operation on ended Span/;

function logger(write: (text: string, ...rest: unknown[]) => void): DiagLogger {
  const line = (first: unknown, ...rest: unknown[]): void => {
    write(explain(first), ...rest);
  };
  return { error: line, warn: line, info: line, debug: line, verbose: line };
}

/** The exporter logs the plain error of its server. */
function explain(first: unknown): string {
  const { code, port } = (first ?? {}) as { code?: unknown; port?: unknown };
  if (code === 'EADDRINUSE') {
    return `port ${String(port)} is in use, so metrics cannot be scraped from this process. Set OTEL_EXPORTER_PROMETHEUS_PORT.`;
  }
  return first instanceof Error ? first.message : String(first);
}
