// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import * as api from '@opentelemetry/api';
import type {
  ChosenProviders,
  EventLogger,
  EventLoggerProvider,
  Scope,
} from './providers.ts';

/** The key under which all copies of `@opentelemetry/api-logs` keep the provider, and the version of that contract. */
const API_LOGS = Symbol.for('io.opentelemetry.js.api.logs');
const API_LOGS_CONTRACT = 1;

/**
 * The registered logger provider, if any. Since 1.10, the API itself includes logs; before, they were a separate package,
 * whose registered provider can be found without a dependency on it.
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

/** The provider, unless it is only a proxy. */
export function realLoggers(
  provider: EventLoggerProvider | undefined
): EventLoggerProvider | undefined {
  return provider === undefined || STAND_INS.some(name => name in provider)
    ? undefined
    : provider;
}

/** The methods of proxies that return the registered provider, in the newer and the older version. */
const STAND_INS = ['_getDelegateLogger', 'getDelegateLogger'];

/** Finds the logger at each call, because the provider may be registered late or replaced. */
export function loggerFinder(
  scope: Scope,
  chosen: ChosenProviders
): () => EventLogger | undefined {
  const loggers = new WeakMap<EventLoggerProvider, EventLogger>();
  return () => {
    const provider = chosen.loggers ?? registeredLoggers();
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
