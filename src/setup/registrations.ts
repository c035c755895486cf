// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as commonJsApi from '@opentelemetry/api';
import {
  metrics,
  ProxyTracerProvider,
  trace,
  type TracerProvider,
} from '@opentelemetry/api';

type Api = Pick<
  typeof commonJsApi,
  'trace' | 'metrics' | 'context' | 'propagation'
>;

/** Whether somebody, by any copy of the API, has registered a provider of spans or of metrics. */
export function providerIsRegistered(): boolean {
  const provider = trace.getTracerProvider();
  const spans =
    !(provider instanceof ProxyTracerProvider) ||
    provider.getDelegate() !== new ProxyTracerProvider().getDelegate();
  return (
    spans || metrics.getMeterProvider().constructor.name !== 'NoopMeterProvider'
  );
}

export interface Registrations {
  /** Runs `fn`, whose registrations are ours. */
  asOurs<T>(fn: () => T): T;
  /** Lets `provider` stand behind the tracers of every copy of the API without taking the place of a registration. */
  standIn(provider: TracerProvider): void;
  /** Calls `fn` before anybody reads a context out of what came over the wire. */
  beforeExtract(fn: () => void): void;
}

/**
 * Keeps every place in the API free for others, who may come before or after us. The API refuses a second
 * registration; so when somebody registers a provider, ours are taken out first and `onForeign` is told, and a context
 * manager or propagator of somebody else takes the place of ours.
 */
export function watchRegistrations(onForeign: () => void): Registrations {
  const copies = apiCopies();
  const ours = new Set<string>();
  let registeringOurs = false;
  let watching = true;

  const giveWay = (): void => {
    watching = false;
    for (const api of copies) {
      api.trace.disable();
      if (ours.has('setGlobalMeterProvider')) api.metrics.disable();
    }
    onForeign();
  };

  for (const { trace, metrics, context, propagation } of copies) {
    for (const [api, method] of [
      [trace, 'setGlobalTracerProvider'],
      [metrics, 'setGlobalMeterProvider'],
      [context, 'setGlobalContextManager'],
      [propagation, 'setGlobalPropagator'],
    ] as const) {
      const holder = api as unknown as Record<
        string,
        (this: unknown, ...args: unknown[]) => unknown
      > & { disable(): void };
      const original = holder[method];
      if (typeof original !== 'function') continue;
      holder[method] = function (...args) {
        if (registeringOurs) {
          const done = original.apply(this, args);
          if (done === true) ours.add(method);
          return done;
        }
        if (watching && method.endsWith('Provider')) giveWay();
        else if (ours.delete(method)) holder.disable();
        return original.apply(this, args);
      };
    }
  }

  return {
    asOurs(fn) {
      registeringOurs = true;
      try {
        return fn();
      } finally {
        registeringOurs = false;
      }
    },
    standIn(provider) {
      for (const api of copies) {
        const proxy =
          api.trace.getTracerProvider() as Partial<ProxyTracerProvider>;
        proxy.setDelegate?.(provider);
      }
    },
    beforeExtract(fn) {
      for (const { propagation } of copies) {
        const { extract } = propagation;
        propagation.extract = function (...args) {
          fn();
          return extract.apply(this, args);
        };
      }
    },
  };
}

/**
 * The copies of the API that the application may load from where we load ours. API 1.10 is there twice, for `require`
 * and for `import`; both write to the same global, but each has its own tracers from the time before.
 */
function apiCopies(): Api[] {
  const copies: Api[] = [commonJsApi];
  try {
    const entry = require.resolve('@opentelemetry/api');
    const moduleEntry = importEntry(entry);
    if (moduleEntry !== undefined && moduleEntry !== entry) {
      copies.push(require(moduleEntry) as Api);
    }
  } catch {
    // Node.js before it could require an ES module: the copy for `import` goes without.
  }
  return copies;
}

function importEntry(requireEntry: string): string | undefined {
  const root = /^.*[\\/]@opentelemetry[\\/]api(?=[\\/])/.exec(
    requireEntry
  )?.[0];
  if (root === undefined) return undefined;
  const { exports } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8')
  ) as {
    exports?: { '.'?: { default?: string | { default?: string } } };
  };
  const entry = exports?.['.']?.default;
  const path = typeof entry === 'object' ? entry.default : entry;
  return path === undefined ? undefined : join(root, path);
}

/** Tracers that ask at each span whose turn it is, so that those who got theirs early need not get another one. */
export function followingProvider(
  current: (scope: string) => TracerProvider
): TracerProvider {
  return {
    getTracer(...identity) {
      let provider: TracerProvider | undefined;
      let tracer: ReturnType<TracerProvider['getTracer']> | undefined;
      const follow = (): ReturnType<TracerProvider['getTracer']> => {
        const now = current(identity[0]);
        if (tracer === undefined || now !== provider) {
          provider = now;
          tracer = now.getTracer(...identity);
        }
        return tracer;
      };
      return {
        startSpan: (...args) => follow().startSpan(...args),
        startActiveSpan: (...args: [string, never]) =>
          follow().startActiveSpan(...args),
      };
    },
  };
}
