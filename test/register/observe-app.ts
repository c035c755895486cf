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
  /** Measurements by metric, those of this package only. */
  readonly measured: Record<string, number>;
  readonly collector: Collector;
  readonly llm: Llm;
}

/** What a call leaves behind when somebody watches: the trees of it, and its measurements. */
export const ONE_CALL = ['chat gpt-4o', '  POST'];
export const ONE_CALL_MEASURED = {
  'gen_ai.client.operation.duration': 1,
  'gen_ai.client.token.usage': 2,
};

/** Runs an application against a model and a collector on loopback, and says what the collector got. */
export async function observeApp(
  run: AppRun & {
    /** Whether an OTLP endpoint is set, in the encoding that the collector reads. */
    readonly otlp?: boolean;
  }
): Promise<Observed> {
  const llm = await startLlm();
  const collector = await startCollector();
  try {
    const result = await runApp({
      ...run,
      env: {
        LLM_URL: llm.url,
        OTEL_EXPORTER_PROMETHEUS_PORT: String(await freePort()),
        ...(run.otlp === false
          ? {}
          : {
              OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
              OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
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
          .filter(
            ({ scope }) => scope === 'opentelemetry-instrumentation-genai'
          )
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
