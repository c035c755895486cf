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
 * Lets the SDK speak on standard error: what `OTEL_LOG_LEVEL` asks for, else warnings and errors, each text once. A
 * logger that the application has set stays.
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
 * Runs `fn`, which starts the SDK from a file. It would set a logger of its own, which writes to standard output, and
 * say at length that it did. Of that, only the level that the file asks for is taken.
 */
export function keepLogger<T>(fn: () => T): T {
  const { setLogger } = diag;
  diag.setLogger = (_logger, options) => {
    const level = typeof options === 'object' ? options.logLevel : options;
    // A file that says nothing of it says `info` here.
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
    // One for all: a server that goes away is told of in many words.
    const key = failure === undefined ? withoutStack(text) : 'send failure';
    if (NOISE.test(text) || said.has(key) || said.size >= 100) return;
    said.add(key);
    if (failure !== undefined) say(failure);
    else if (PORT.test(key)) portTaken(key);
    else say(key, ...rest);
  });
}

/** That a port is taken matters where there is something to show; many a worker process of a build tool has nothing. */
let recorded = false;
let heldBack: string | undefined;

function portTaken(text: string): void {
  if (recorded) say(text);
  else heldBack = text;
}

/** A call was recorded, and what stands in its way is of interest. */
export function sayHeldBack(): void {
  recorded = true;
  if (heldBack !== undefined) say(heldBack);
  heldBack = undefined;
}

const PORT = /^port \d+ is in use/;

/**
 * A scrape in the first moments: the next one has everything. No spans, as asked for: the metrics are there. Something
 * said of a span that has ended: Next.js does that on each request, with other ids each time.
 */
const NOISE =
  /^Accessing resource attributes before async attributes settled|^OTEL_TRACES_EXPORTER contains "none"\. SDK will not be|^Cannot execute the operation on ended Span/;

function logger(write: (text: string, ...rest: unknown[]) => void): DiagLogger {
  const line = (first: unknown, ...rest: unknown[]): void => {
    write(explain(first), ...rest);
  };
  return { error: line, warn: line, info: line, debug: line, verbose: line };
}

/** The exporter hands over the bare error of its server. */
function explain(first: unknown): string {
  const { code, port } = (first ?? {}) as { code?: unknown; port?: unknown };
  if (code === 'EADDRINUSE') {
    return `port ${String(port)} is in use, so metrics cannot be scraped from this process. Set OTEL_EXPORTER_PROMETHEUS_PORT.`;
  }
  return first instanceof Error ? first.message : String(first);
}
