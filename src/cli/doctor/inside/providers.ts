// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { TracerProvider } from '@opentelemetry/api';
import type { Destination, Provider } from '../sighting.ts';

/** Members of the SDK's own objects, which no interface promises: each may be missing. */
export type Loose = Readonly<Record<string, unknown>>;

/** The record by which all copies of the API share what is registered. */
interface Registered {
  readonly version?: string;
  readonly trace?: object;
  readonly metrics?: object;
}

const API = Symbol.for('opentelemetry.js.api.1');

export function registered(): Registered {
  return (globalThis as { [API]?: Registered })[API] ?? {};
}

/** The provider behind the API's proxy. */
export function tracerProvider(): Loose | undefined {
  const { trace } = registered();
  if (trace === undefined) return undefined;
  const { getDelegate } = trace as { getDelegate?(): object };
  return (getDelegate?.call(trace) ?? trace) as Loose;
}

/** The list of span processors of SDK 1.x, 2.x and 3.x; the SDK reads it for each span. */
export function spanProcessors(provider: Loose): Loose[] | undefined {
  const multi = (provider['_activeSpanProcessor'] ??
    provider['activeSpanProcessor'] ??
    // A stand-in of ours or of a vendor: the spans it creates are the SDK's.
    aSpanOf(provider)['_spanProcessor']) as Loose | undefined;
  const list = multi?.['_spanProcessors'];
  return Array.isArray(list) ? (list as Loose[]) : undefined;
}

/** A span that is never ended, and so never sent. */
function aSpanOf(provider: Loose): Loose {
  const { getTracer } = provider as unknown as TracerProvider;
  const name = 'otel-genai doctor';
  return getTracer.call(provider, name).startSpan(name) as unknown as Loose;
}

/** Whether the spans of a provider only pass on a context, because they are sampled out or there is no SDK. */
function recordsNothing(provider: Loose): boolean {
  return aSpanOf(provider).constructor.name === 'NonRecordingSpan';
}

/** Collects from a reader. */
export interface Collector {
  collect(): Promise<{ readonly resourceMetrics: unknown }>;
}

export function metricCollectors(
  provider: Loose
): readonly (Loose & Collector)[] | undefined {
  const state = provider['_sharedState'] as Loose | undefined;
  const list = state?.['metricCollectors'];
  return Array.isArray(list) ? (list as (Loose & Collector)[]) : undefined;
}

export function describeTraces(provider: Loose | undefined): Provider {
  if (provider === undefined) return NONE;
  const processors = spanProcessors(provider);
  const options = (provider['_tracerOptions'] ?? provider['_config']) as
    Loose | undefined;
  const sampler = options?.['sampler'] as { toString(): string } | undefined;
  const recordsSome = processors !== undefined;
  return {
    name: nameOf(provider),
    isReadable: recordsSome || recordsNothing(provider),
    recordsNothing: !recordsSome && recordsNothing(provider),
    ...(sampler !== undefined && { sampler: sampler.toString() }),
    destinations: (processors ?? []).flatMap(processor => {
      const exporter = processor['_exporter'] ?? processor['exporter'];
      return exporter === undefined ? [] : [describe(exporter as Loose)];
    }),
  };
}

export function describeMetrics(provider: Loose | undefined): Provider {
  if (provider === undefined) return NONE;
  const collectors = metricCollectors(provider);
  return {
    name: nameOf(provider),
    isReadable: collectors !== undefined,
    destinations: (collectors ?? []).map(collector => {
      const reader = collector['_metricReader'] as Loose;
      return describe((reader['_exporter'] ?? reader) as Loose);
    }),
  };
}

const NONE: Provider = {
  name: undefined,
  isReadable: true,
  destinations: [],
};

function describe(exporter: Loose): Destination {
  const { _host, _port } = exporter;
  if (typeof _port === 'number') {
    const host = typeof _host === 'string' ? _host : '0.0.0.0';
    return { name: nameOf(exporter), listens: `${host}:${_port}` };
  }
  const url = urlIn(exporter, 6, new Set());
  return { name: nameOf(exporter), ...(url !== undefined && { url }) };
}

function nameOf(object: object): string {
  return object.constructor.name || 'an object without a class';
}

/** The first URL below a member of this name; versions of the exporters keep it at different depths. */
function urlIn(
  object: Loose,
  depth: number,
  seen: Set<object>
): string | undefined {
  if (depth === 0 || seen.has(object)) return undefined;
  seen.add(object);
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === 'string') {
      if (/^(?:url|address)$/i.test(name)) return withoutSecrets(value);
    } else if (typeof value === 'object' && value !== null) {
      const found = urlIn(value as Loose, depth - 1, seen);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Only scheme and host: the path or the user may hold a key. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return url.replace(/^[^@]*@/, '');
  const { protocol, host } = new URL(url);
  return host === '' ? url : `${protocol}//${host}`;
}
