// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Api from '@opentelemetry/api';
import { ATTRIBUTES } from '../../../semconv/attributes.ts';
import { CALLS, type SeenHistogram, type Sighting } from '../sighting.ts';
import { makeCalls } from './calls.ts';
import { copiesOf, folderOf, loadedScripts } from './loaded.ts';
import {
  describeMetrics,
  describeTraces,
  metricCollectors,
  registered,
  spanProcessors,
  tracerProvider,
  type Loose,
} from './providers.ts';
import { watchSpans } from './spans.ts';

const API = '@opentelemetry/api';
const OURS = 'opentelemetry-instrumentation-genai';

/** `register` starts its SDK with the first span, or when it sees after about a second that nothing else comes. */
const START_MS = 3_000;
/** A span ends, and its measurements are recorded, shortly after the answer has been read. */
const RECORD_MS = 300;

/** Reads what is registered in this process, then makes calls and reads what was recorded of them. */
export async function look(model: string): Promise<Sighting> {
  const scripts = loadedScripts();
  const ownApi = await start();
  const provider = tracerProvider();
  const meterProvider = registered().metrics as Loose | undefined;
  const traces = describeTraces(provider);
  const metrics = describeMetrics(meterProvider);
  // Spans and measurements of the doctor must not reach the user's backend.
  const collectors = (meterProvider && metricCollectors(meterProvider)) ?? [];
  for (const collector of collectors) {
    mute((collector['_metricReader'] as Loose)['_exporter']);
  }
  const processors = (provider && spanProcessors(provider)) ?? [];
  for (const processor of processors) {
    mute(processor['_exporter'] ?? processor['exporter']);
  }
  const spans = watchSpans(processors);
  const failures = await makeCalls(`${model}/v1/chat/completions`);
  await wait(RECORD_MS);
  const results = await Promise.all(
    collectors.map(collector =>
      collector.collect().then(
        ({ resourceMetrics }) => resourceMetrics,
        () => undefined
      )
    )
  );
  return {
    program: process.argv.slice(1).join(' '),
    apis: copiesOf(API, scripts),
    ownApi,
    registeredBy: registered().version,
    isLoaded: scripts.some(isOurs),
    traces,
    metrics,
    failures,
    spans: spans(),
    histograms: results.flatMap(histogramsIn),
  };
}

/** Starts `register` where it waits for a first span. @returns the copy of the API that this package loads. */
async function start(): Promise<Sighting['ownApi']> {
  const require = createRequire(import.meta.url);
  let path: string;
  try {
    path = require.resolve(API);
    if (tracerProvider() === undefined || registered().metrics === undefined) {
      const { trace } = require('@opentelemetry/api') as typeof Api;
      // Never ended, so never sent.
      trace.getTracer('otel-genai doctor').startSpan('otel-genai doctor');
      const end = Date.now() + START_MS;
      while (registered().metrics === undefined && Date.now() < end) {
        await wait(100);
      }
    }
  } catch {
    return undefined;
  }
  const folder = folderOf(API, path);
  return folder === undefined ? undefined : copiesOf(API, [path])[0];
}

/** The file of the package that has the instrumentation. OpenTelemetry has files of the same name in other folders. */
const LIBRARY =
  /[\\/](?:dist[\\/]cjs[\\/]library|src[\\/]instrumentation)\.[jt]s$/;

/** Whether a path is of that file, in a folder of the package or in the one that this file is in. */
function isOurs(path: string): boolean {
  const folder = path.replace(LIBRARY, '');
  if (folder === path) return false;
  const root = fileURLToPath(new URL('../../../../../', import.meta.url));
  return folder.endsWith(OURS) || join(folder, '/') === root;
}

/** Makes an exporter accept everything and send nothing. */
function mute(exporter: unknown): void {
  const { export: send } = (exporter ?? {}) as { export?: unknown };
  if (typeof send !== 'function') return;
  (exporter as Record<string, unknown>)['export'] = (
    _items: unknown,
    done: (result: { code: number }) => void
  ) => done({ code: 0 });
}

interface Point {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: {
    readonly count?: number;
    readonly buckets?: { readonly boundaries?: readonly number[] };
  };
}

interface Collected {
  readonly scopeMetrics?: readonly {
    readonly metrics: readonly {
      readonly descriptor: { readonly name: string };
      readonly dataPoints: readonly Point[];
    }[];
  }[];
}

const MODELS: readonly unknown[] = Object.values(CALLS);

function histogramsIn(collected: unknown): SeenHistogram[] {
  const { scopeMetrics = [] } = (collected ?? {}) as Collected;
  return scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .flatMap(({ descriptor, dataPoints }) => {
      const points = dataPoints.filter(
        ({ attributes, value }) =>
          typeof value.count === 'number' &&
          MODELS.includes(attributes[ATTRIBUTES.requestModel])
      );
      if (points.length === 0) return [];
      return [
        {
          name: descriptor.name,
          count: points.reduce((sum, { value }) => sum + (value.count ?? 0), 0),
          boundaries: points[0]?.value.buckets?.boundaries,
        },
      ];
    });
}
