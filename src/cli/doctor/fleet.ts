// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResolvedConfig } from '../../config/config.ts';
import { latencyMetricOf, latencySeries } from '../../slo/sli/metric-names.ts';
import { withThresholds } from '../../slo/sli/boundaries.ts';
import type { Prometheus } from '../../slo/report/prometheus.ts';
import { ok, problem, unknown, warning, type Finding } from './finding.ts';

type Config = Pick<ResolvedConfig, 'profile' | 'slo'>;

/** Processes listed by name in one finding. */
const LISTED = 5;

/** Compares the buckets of all processes that Prometheus scrapes, and checks that a selector separates the services. */
export async function examineFleet(
  prometheus: Prometheus,
  { profile, slo }: Config
): Promise<Finding[]> {
  const selector = slo?.prometheus.selector ?? '';
  const series = latencySeries('duration', {
    semconv: profile.name === 'latest' ? 'latest' : 'v1.41',
  });
  const names = [`${series}_bucket`, `${series}_seconds_bucket`];
  const matchers = [`__name__=~"${names.join('|')}"`, selector];
  const samples = await prometheus.query(
    `group by (job, instance, le) ({${matchers.filter(Boolean).join(',')}})`
  );
  if (samples.length === 0) {
    return [unknown(`Prometheus has no series ${names.join(' or ')}`)];
  }
  const buckets = new Map<string, Set<number>>();
  for (const { labels } of samples) {
    const process = `${labels['job'] ?? ''} ${labels['instance'] ?? ''}`.trim();
    const les = buckets.get(process) ?? new Set();
    buckets.set(process, les.add(Number(labels['le'])));
  }
  return [
    ...compareBuckets(buckets, slo && thresholdsOf({ profile, slo })),
    ...compareJobs(
      samples.map(({ labels }) => labels['job'] ?? ''),
      selector
    ),
  ];
}

function thresholdsOf({ profile, slo }: Config): readonly number[] {
  return (
    withThresholds(profile.metrics, slo).find(
      ({ name }) => latencyMetricOf(name) === 'duration'
    )?.boundaries ?? []
  );
}

function compareBuckets(
  buckets: ReadonlyMap<string, ReadonlySet<number>>,
  wanted: readonly number[] | undefined
): Finding[] {
  const kinds = new Map<string, string[]>();
  for (const [process, les] of buckets) {
    const kind = [...les].sort((a, b) => a - b).join(', ');
    kinds.set(kind, [...(kinds.get(kind) ?? []), process]);
  }
  if (kinds.size > 1) {
    const groups = [...kinds.values()].map(
      processes => `${processes.length} (${listed(processes)})`
    );
    return [
      problem(
        `the buckets differ within the fleet: ${groups.join(', ')} processes have different buckets. Sums over them are wrong; give all of them the same file of objectives`
      ),
    ];
  }
  const lacking = [...buckets].filter(([, les]) =>
    wanted?.some(boundary => !les.has(boundary))
  );
  if (lacking.length > 0) {
    const processes = lacking.map(([process]) => process);
    return [
      problem(
        `the file of objectives is not given to ${listed(processes)}: its boundaries are missing there. Set OTEL_INSTRUMENTATION_GENAI_SLO`
      ),
    ];
  }
  return [ok(`${buckets.size} processes have the same buckets`)];
}

function compareJobs(jobs: readonly string[], selector: string): Finding[] {
  const different = [...new Set(jobs)];
  if (different.length < 2 || selector !== '') return [];
  return [
    warning(
      `${different.length} jobs have these metrics (${listed(different)}), and the objectives add them up. Set prometheus.selector in the file of objectives, as in job="${different[0]}"`
    ),
  ];
}

function listed(names: readonly string[]): string {
  const rest = names.length - LISTED;
  const shown = names.slice(0, LISTED).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
