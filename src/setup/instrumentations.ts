// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createNoopMeter, ProxyTracerProvider } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { IncomingMessage } from 'node:http';
import { isDisabled } from '../config/environment.ts';
import { missingPackage } from './say.ts';

/** Creates the installed HTTP instrumentations that are not disabled; their spans are above and below those of calls. */
export function buildHttpInstrumentations(
  environment: Readonly<Record<string, string | undefined>>,
  scrapePort: number | undefined
): { http: Instrumentation[]; missing: string[] } {
  const missing: string[] = [];

  const build: Record<string, () => Instrumentation> = {
    undici: () => {
      const { UndiciInstrumentation } =
        require('@opentelemetry/instrumentation-undici') as typeof import('@opentelemetry/instrumentation-undici');
      return new UndiciInstrumentation();
    },
    http: () => {
      const { HttpInstrumentation } =
        require('@opentelemetry/instrumentation-http') as typeof import('@opentelemetry/instrumentation-http');
      return new HttpInstrumentation({
        ignoreIncomingRequestHook: request => isScrape(request, scrapePort),
      });
    },
  };
  const http = Object.entries(build)
    .filter(([name]) => !isDisabled(environment, name))
    .flatMap(([, make]) => {
      try {
        return [make()];
      } catch (error) {
        const name = missingPackage(error);
        if (name === undefined) throw error;
        missing.push(name);
        return [];
      }
    });
  return { http, missing };
}

/** A scrape must not keep the application's process alive: the exporter does not unreference its sockets. */
function isScrape(request: IncomingMessage, port: number | undefined): boolean {
  if (request.socket.localPort !== port) return false;
  if (request.url?.startsWith('/metrics')) request.socket.unref();
  return true;
}

/**
 * The instrumentation patches at the first `require`, which an application of ES modules never calls; and its named imports
 * are bound before its first line runs.
 */
export function patchHttpNow(): void {
  require('http');
  require('https');
}

/**
 * Instrumentations share one require hook, which patches a module only when it is first required. Setting up an SDK
 * requires `http`. With our hook already installed, an HTTP instrumentation that the application creates afterwards would
 * never patch it. So our instrumentations keep their hook, and the next one that is created gets a new hook.
 */
export function keepRequireHookApart(
  instrumentations: readonly Instrumentation[]
): void {
  for (const instrumentation of instrumentations) {
    const { _requireInTheMiddleSingleton: hook } = instrumentation as {
      _requireInTheMiddleSingleton?: object;
    };
    if (hook !== undefined) {
      (hook.constructor as { _instance?: unknown })._instance = undefined;
    }
  }
}

/**
 * Disables our HTTP instrumentations in favour of the application's. If theirs may already wrap ours, unpatching ours would
 * remove theirs, too: in that case, ours stay and do nothing.
 */
export function silence(
  instrumentations: readonly Instrumentation[],
  covered: boolean
): void {
  for (const instrumentation of instrumentations) {
    if (!covered || instrumentation.instrumentationName.endsWith('undici')) {
      instrumentation.disable();
    }
    instrumentation.setTracerProvider(new ProxyTracerProvider().getDelegate());
    instrumentation.setMeterProvider({ getMeter: createNoopMeter });
  }
}
