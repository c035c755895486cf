// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  ProxyTracerProvider,
  trace,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';

/** Name, version and schema of the one who emits. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly schemaUrl: string;
}

/**
 * Finds the tracer at each call, for the provider may come late or be replaced. It asks the provider: `trace.getTracer`
 * of API 1.10 drops the options, and the schema URL is one.
 */
export function tracerFinder(
  { name, version, schemaUrl }: Scope,
  chosen: () => TracerProvider | undefined
): () => Tracer {
  const tracers = new WeakMap<TracerProvider, Tracer>();
  return () => {
    const provider = realTracers(chosen() ?? trace.getTracerProvider());
    let tracer = tracers.get(provider);
    if (tracer === undefined) {
      tracer = provider.getTracer(name, version, { schemaUrl });
      tracers.set(provider, tracer);
    }
    return tracer;
  };
}

/** The global provider stands in for the one that is registered, and for the next one after it. */
function realTracers(provider: TracerProvider): TracerProvider {
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegate()
    : provider;
}
