// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import * as api from '@opentelemetry/api';
import type { Scope } from './span.ts';

/** A log record, as far as events need it; the same in both lines of the API. */
export interface EventRecord {
  readonly eventName: string;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly context?: api.Context;
  readonly attributes?: Record<string, unknown>;
}

export interface EventLogger {
  emit(record: EventRecord): void;
  /** Newer loggers say whether anybody wants such a record. */
  enabled?(record: Partial<EventRecord>): boolean;
}

/** A logger provider, of either line. */
export interface EventLoggerProvider {
  getLogger(
    name: string,
    version?: string,
    options?: { schemaUrl?: string }
  ): EventLogger;
}

/** Where `@opentelemetry/api-logs` keeps its provider, of all its copies. The number is that of its contract. */
const API_LOGS = Symbol.for('io.opentelemetry.js.api.logs');
const API_LOGS_CONTRACT = 1;

/**
 * The logger provider that somebody has registered, if any: since 1.10 the API has logs itself, before that they were a
 * package of their own, which we need not depend on to find what is registered there.
 */
export function registeredLoggers(): EventLoggerProvider | undefined {
  const { logs } = api as unknown as {
    logs?: { getLoggerProvider(): EventLoggerProvider };
  };
  return (
    realLoggers(logs?.getLoggerProvider()) ??
    realLoggers(
      (
        globalThis as {
          [API_LOGS]?: (contract: number) => EventLoggerProvider;
        }
      )[API_LOGS]?.(API_LOGS_CONTRACT)
    )
  );
}

/** The provider, unless it only stands in for one that may come. */
export function realLoggers(
  provider: EventLoggerProvider | undefined
): EventLoggerProvider | undefined {
  return provider === undefined || STAND_INS.some(name => name in provider)
    ? undefined
    : provider;
}

/** How stand-ins ask for what they stand in for, in the newer line and in the older one. */
const STAND_INS = ['_getDelegateLogger', 'getDelegateLogger'];

/** Finds the logger at each call, for the provider may come late or be replaced. */
export function loggerFinder(
  scope: Scope,
  chosen: () => EventLoggerProvider | undefined
): () => EventLogger | undefined {
  const loggers = new WeakMap<EventLoggerProvider, EventLogger>();
  return () => {
    const provider = chosen() ?? registeredLoggers();
    if (provider === undefined) return undefined;
    let logger = loggers.get(provider);
    if (logger === undefined) {
      const { name, version, schemaUrl } = scope;
      logger = provider.getLogger(name, version, { schemaUrl });
      loggers.set(provider, logger);
    }
    return logger;
  };
}
