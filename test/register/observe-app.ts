// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  drawTrees,
  startCollector,
  type CollectedSpan,
  type Collector,
} from '../support/collector.ts';
import { startLlm, type Llm } from '../support/llm.ts';
import {
  freePort,
  runApp,
  type AppResult,
  type AppRun,
} from '../support/run-app.ts';

export interface Observed extends AppResult {
  readonly spans: CollectedSpan[];
  /** The spans as trees, one line each. */
  readonly tree: string[];
  /** Measurements by metric, those of the conventions for GenAI. */
  readonly measured: Record<string, number>;
  readonly collector: Collector;
  readonly llm: Llm;
}

export interface ObservedRun extends AppRun {
  /** Whether an OTLP endpoint is set, in the encoding that the collector reads. */
  readonly otlp?: boolean;
  /** A variable that is to hold the address of the collector. */
  readonly collectorVariable?: string;
}

/** What a call leaves behind when somebody watches: the trees of it, and its measurements. */
export const ONE_CALL = ['chat gpt-4o', '  POST'];
export const ONE_CALL_MEASURED = {
  'gen_ai.client.operation.duration': 1,
  'gen_ai.client.token.usage': 2,
};

/** Applications that run at once: processes wait more than they work. */
let free = 4;
const queue: (() => void)[] = [];

/**
 * A test of what an application, or several, leave behind. The applications of one describe block run together, before
 * the first of its tests.
 */
export function itObserves(
  name: string,
  runs: ObservedRun | readonly ObservedRun[],
  check: (...seen: Observed[]) => void
): void {
  let results: Promise<Observed[]>;
  before(() => {
    results = Promise.all(
      [runs].flat().map(run => inTurn(() => observeApp(run)))
    );
    // The test hears of a failure.
    results.catch(() => {});
  });
  it(name, async () => check(...(await results)));
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (free === 0) await new Promise<void>(resolve => queue.push(resolve));
  else free--;
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next === undefined) free++;
    else next();
  }
}

/** Runs an application against a model and a collector on loopback, and says what the collector got. */
export async function observeApp(run: ObservedRun): Promise<Observed> {
  const llm = await startLlm();
  const collector = await startCollector();
  try {
    const port = String(await freePort());
    const result = await runApp({
      ...run,
      env: {
        LLM_URL: llm.url,
        OTEL_EXPORTER_PROMETHEUS_PORT: port,
        // For applications that look at their own metrics.
        SCRAPE_PORT: port,
        ...(run.otlp === false
          ? {}
          : {
              OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
              OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
            }),
        ...(run.collectorVariable && {
          [run.collectorVariable]: collector.url,
        }),
        ...run.env,
      },
    });
    const spans = collector.spans();
    return {
      ...result,
      spans,
      tree: drawTrees(spans),
      measured: Object.fromEntries(
        collector
          .metrics()
          .filter(({ name }) => name.startsWith('gen_ai.'))
          .map(({ name, count }) => [name, count])
      ),
      collector,
      llm,
    };
  } finally {
    await llm.close();
    await collector.close();
  }
}
