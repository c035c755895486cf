// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  ProxyTracerProvider,
  type TextMapPropagator,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';

type Identity = Parameters<TracerProvider['getTracer']>;

const NOOP_PROVIDER = new ProxyTracerProvider().getDelegate();

/** Unwraps the proxy of any copy of the API to its provider. */
export function realProvider(provider: unknown): TracerProvider {
  const { getDelegate } = (provider ?? {}) as Partial<ProxyTracerProvider>;
  const real =
    typeof getDelegate === 'function' ? getDelegate.call(provider) : provider;
  return real === undefined ? NOOP_PROVIDER : (real as TracerProvider);
}

/**
 * Returns tracers before there is a provider, and while the provider may still change. It has the methods of the API's own
 * proxy, which other code uses to find the underlying provider.
 */
export class StandInTracerProvider implements TracerProvider {
  private readonly current: (scope: string | undefined) => TracerProvider;

  /** @param current Returns the provider for the next span; `scope` is undefined if only the provider is needed. */
  constructor(current: (scope: string | undefined) => TracerProvider) {
    this.current = current;
  }

  getTracer(...identity: Identity): Tracer {
    return new FollowingTracer(this.current, identity);
  }

  getDelegate(): TracerProvider {
    return this.current(undefined);
  }

  getDelegateTracer(...identity: Identity): Tracer {
    return this.getTracer(...identity);
  }
}

/** Looks up the current provider for each span, so that a tracer obtained early stays usable. */
class FollowingTracer implements Tracer {
  private readonly current: (scope: string | undefined) => TracerProvider;
  private readonly identity: Identity;
  private provider: TracerProvider | undefined;
  private tracer: Tracer | undefined;

  constructor(
    current: (scope: string | undefined) => TracerProvider,
    identity: Identity
  ) {
    this.current = current;
    this.identity = identity;
  }

  startSpan(...args: Parameters<Tracer['startSpan']>) {
    return this.follow().startSpan(...args);
  }

  startActiveSpan(...args: unknown[]): never {
    const tracer = this.follow();
    return Reflect.apply(tracer.startActiveSpan, tracer, args) as never;
  }

  private follow(): Tracer {
    const provider = this.current(this.identity[0]);
    if (this.tracer === undefined || provider !== this.provider) {
      const tracer = provider.getTracer(...this.identity);
      // A provider that wraps the stand-in would cause endless recursion.
      this.tracer =
        tracer instanceof FollowingTracer
          ? NOOP_PROVIDER.getTracer(...this.identity)
          : tracer;
      this.provider = provider;
    }
    return this.tracer;
  }
}

/**
 * Injects and extracts contexts with the current propagator.
 *
 * @param beforeExtract Called before a context is extracted from a carrier: the first incoming trace starts the SDK.
 */
export function standInPropagator(
  current: () => TextMapPropagator | undefined,
  beforeExtract: () => void
): TextMapPropagator {
  return {
    inject(...args) {
      current()?.inject(...args);
    },
    extract(...args) {
      beforeExtract();
      return current()?.extract(...args) ?? args[0];
    },
    fields: () => current()?.fields() ?? [],
  };
}
