// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { collectReport } from '../../src/slo/report/collect.ts';
import {
  QueryFailed,
  type Prometheus,
  type Sample,
  type Series,
} from '../../src/slo/report/prometheus.ts';
import type { Report } from '../../src/slo/report/report.ts';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';

/** The recorded series of one target, hour by hour up to the moment of the report. */
export interface Recorded {
  readonly labels: Readonly<Record<string, string>>;
  readonly total: readonly number[];
  readonly bad: readonly number[];
  /** Samples of each hour; 60 where nothing is said. */
  readonly samples?: readonly number[];
}

const HOUR = 3600;
/** The moment of every report here. */
const AT = new Date('2026-11-26T10:00:00Z');

/** A Prometheus that has nothing but recorded series. */
export function prometheusOf(
  recorded: readonly Recorded[],
  {
    fails = () => false,
    pages = false,
    services = ['svc'],
    counted = [],
  }: {
    /** Which queries fail. */
    readonly fails?: (expression: string) => boolean;
    readonly pages?: boolean;
    readonly services?: readonly string[];
    /** Objectives that the application counts events of. */
    readonly counted?: readonly string[];
  } = {}
): Prometheus & { readonly asked: string[] } {
  const asked: string[] = [];
  const valuesOf = (expression: string) => (one: Recorded) =>
    expression.startsWith('count_over_time')
      ? (one.samples ?? one.total.map(() => 60))
      : expression.includes(':bad:')
        ? one.bad
        : one.total;
  const refuse = (expression: string) => {
    asked.push(expression);
    if (!fails(expression)) return;
    throw new QueryFailed('query processing would load too many samples');
  };
  return {
    asked,
    async query(expression): Promise<Sample[]> {
      refuse(expression);
      await Promise.resolve();
      if (pages && expression.includes('> 0.0144')) {
        return recorded.map(({ labels }) => ({ labels, value: 1 }));
      }
      if (
        !/^sum_over_time\(genai_slo:(total|bad|cost):rate5m\{[^}]*\}\[30d\]\) \* 60$/.test(
          expression
        )
      ) {
        return [];
      }
      return recorded.map(one => ({
        labels: one.labels,
        value: valuesOf(expression)(one).reduce((sum, n) => sum + n, 0),
      }));
    },
    async range(expression, _seconds, step): Promise<Series[]> {
      refuse(expression);
      await Promise.resolve();
      if (step !== HOUR) return [];
      return recorded.map(one => {
        const values = valuesOf(expression)(one);
        const points = values.map(
          (value, index) =>
            [
              AT.getTime() / 1000 - (values.length - 1 - index) * HOUR,
              value,
            ] as const
        );
        return { labels: one.labels, points };
      });
    },
    retention: () => Promise.resolve(undefined),
    labelValues: label =>
      Promise.resolve(
        { service: services, slo: counted }[label] ?? ['genai_slo_events_total']
      ),
  };
}

/** The report of the objectives of the service `svc`. */
export function reportOf(
  objectives: readonly ObjectiveInput[],
  recorded: readonly Recorded[],
  options: Parameters<typeof prometheusOf>[1] = {}
): Promise<Report> {
  return collectReport(
    resolveObjectives({ service: 'svc', objectives }),
    prometheusOf(recorded, options),
    { at: AT, source: 'memory' }
  );
}
