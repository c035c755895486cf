// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, ROOT_CONTEXT, trace, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import {
  GenAIInstrumentation,
  type GenAIInstrumentationConfig,
} from '../../../src/index.ts';

type MetricDescriptor = MetricData['descriptor'];

/** One measurement series, as an exporter gets it. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly attributes: Record<string, unknown>;
  readonly count: number;
  readonly sum: number;
  readonly boundaries: readonly number[];
}

/** A real SDK in memory, and an instrumentation that reports to it and to nobody else. */
export interface Tracked {
  readonly instrumentation: GenAIInstrumentation;
  readonly tracer: Tracer;
  readonly meterProvider: MeterProvider;
  /** A tracer of another scope. */
  tracerOf(scope: string): Tracer;
  /** Spans that have ended, in that order. */
  readonly spans: ReadableSpan[];
  /** Spans of GenAI calls among them. */
  genai(): ReadableSpan[];
  /** Histograms, all or those of one name. */
  series(name?: string): Promise<Series[]>;
  /** Values of a counter or gauge, each with its attributes. */
  values(name: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Starts watching; `stop` it in the same test or hook. */
export function track(config: GenAIInstrumentationConfig = {}): Tracked {
  const spans: ReadableSpan[] = [];
  const tracerProvider = new TracerProvider({
    spanProcessors: [
      {
        onStart() {},
        // At onEnd, for what a simple processor hands to its exporter may come later.
        onEnd(span: ReadableSpan) {
          spans.push(span);
        },
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    ],
  });
  const reader = new PeriodicExportingMetricReader({
    exporter: new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE),
    exportIntervalMillis: 2 ** 30,
  });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const contextManager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contextManager);
  const instrumentation = new GenAIInstrumentation({
    ...config,
    enabled: false,
  });
  instrumentation.setTracerProvider(tracerProvider);
  instrumentation.setMeterProvider(meterProvider);
  instrumentation.enable();
  return {
    instrumentation,
    tracer: tracerProvider.getTracer('application'),
    meterProvider,
    tracerOf: scope => tracerProvider.getTracer(scope),
    spans,
    genai: () =>
      spans.filter(span => 'gen_ai.operation.name' in span.attributes),
    async series(name) {
      const found = await points<Histogram>(reader, name);
      return found
        .filter(({ point }) => typeof point.value === 'object')
        .map(({ descriptor, point }) => ({
          name: descriptor.name,
          unit: descriptor.unit,
          attributes: { ...point.attributes },
          count: point.value.count,
          sum: point.value.sum ?? NaN,
          boundaries: point.value.buckets.boundaries,
        }));
    },
    async values(name) {
      const found = await points<number>(reader, name);
      return found.map(({ point }) => ({
        ...point.attributes,
        value: point.value,
      }));
    },
    async stop() {
      instrumentation.disable();
      context.disable();
      await tracerProvider.shutdown();
      await meterProvider.shutdown();
    },
  };
}

async function points<T>(
  reader: PeriodicExportingMetricReader,
  name: string | undefined
): Promise<{ descriptor: MetricDescriptor; point: DataPoint<T> }[]> {
  const { resourceMetrics } = await reader.collect();
  return resourceMetrics.scopeMetrics
    .flatMap(scope => scope.metrics)
    .filter(({ descriptor }) => [undefined, descriptor.name].includes(name))
    .flatMap(({ descriptor, dataPoints }) =>
      (dataPoints as DataPoint<T>[]).map(point => ({ descriptor, point }))
    );
}

/** Runs as an application that has a span of its own around what it does. */
export async function inSpan<T>(
  { tracer }: Tracked,
  name: string,
  fn: () => Promise<T>
): Promise<T> {
  const span = tracer.startSpan(name, {}, ROOT_CONTEXT);
  try {
    return await context.with(trace.setSpan(ROOT_CONTEXT, span), fn);
  } finally {
    span.end();
  }
}
