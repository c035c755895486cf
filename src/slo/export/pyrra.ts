// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { LABELS } from '../sli/metric-names.ts';
import {
  isRatio,
  rounded,
  type Objectives,
  type RatioObjective,
  isCounted,
} from '../objectives/objective.ts';
import { MONTH } from '../objectives/windows.ts';
import { promiseOf } from '../objectives/promise.ts';
import { countersOf, type Counter } from './counters.ts';
import type { Export, Remark } from './export.ts';
import { dnsLabel, namesFor, trimmed } from './names.ts';
import { leftBehind, neverBurning, uncalendared } from './remarks.ts';

const TOOL = 'Pyrra';

/**
 * Objectives for Pyrra, one object each.
 *
 * @see https://github.com/pyrra-dev/pyrra/blob/main/kubernetes/api/v1alpha1/servicelevelobjective_types.go
 */
export function pyrra(objectives: Objectives): Export {
  const { service } = objectives;
  const ratios = objectives.objectives.filter(isRatio);
  const names = namesFor(
    ratios,
    objective =>
      isCounted(objective)
        ? objective.name
        : dnsLabel(`${service}-${objective.name}`),
    253
  );
  const nameOf = (objective: RatioObjective) => names.get(objective) ?? '';
  // Pyrra finds its series by the label slo, whose value is the name of its object; the counter already has that label.
  const fits = (objective: RatioObjective) =>
    !isCounted(objective) ||
    (nameOf(objective) === objective.name &&
      dnsLabel(objective.name) === objective.name);
  const across = ratios.filter(fits);
  return {
    documents: across.map(objective =>
      objectOf(objective, nameOf(objective), objectives)
    ),
    left: [
      ...objectives.objectives
        .filter(objective => !isRatio(objective))
        .map(objective => leftBehind(objective, TOOL)),
      ...ratios
        .filter(objective => !fits(objective))
        .map(({ name }) => ({
          name,
          why: 'its events are counted under its name, and Pyrra accepts only lower-case letters, digits and dashes',
        })),
    ],
    altered: across.flatMap(objective => [
      ...remarksOf(objective, objectives),
      ...uncalendared(objective, TOOL),
    ]),
  };
}

function objectOf(
  objective: RatioObjective,
  name: string,
  objectives: Objectives
) {
  const { total, part, partIs } = countersOf(
    objective,
    objectives,
    // One value, because Pyrra writes it into its own series.
    seconds => `le="${seconds}"`
  );
  const otlp = objectives.prometheus.names === 'otlp';
  const metric = (counter: Counter) => ({ metric: selector(counter, otlp) });
  const grouping = objective.groupBy.map(label => LABELS[label]);
  const promise = promiseOf(objective);
  return {
    apiVersion: 'pyrra.dev/v1alpha1',
    kind: 'ServiceLevelObjective',
    metadata: {
      name,
      // Pyrra copies labels and annotations with its prefix to rules and alerts.
      labels: { 'pyrra.dev/service': trimmed(objectives.service) },
      annotations: {
        'pyrra.dev/promise': promise,
        ...(hasOtherName(objective, objectives) && {
          'pyrra.dev/names': `only those of the exporter of the JS SDK; a Collector writes ${part.series}_seconds`,
        }),
      },
    },
    spec: {
      description: objective.description || promise,
      target: String(rounded(100 * objective.target)),
      window: objectives.window === MONTH ? '30d' : objectives.window,
      indicator:
        partIs === 'good'
          ? {
              latency: {
                success: metric(part),
                total: metric(total),
                grouping,
              },
            }
          : { ratio: { errors: metric(part), total: metric(total), grouping } },
    },
  };
}

/** Returns the only form that Pyrra accepts: one name and its matchers. */
function selector(
  { series, suffix = '', unit = true, matchers }: Counter,
  otlp: boolean
): string {
  const name = unit && otlp ? `${series}_seconds` : series;
  return `${name}${suffix}{${matchers.join(',')}}`;
}

function remarksOf(
  objective: RatioObjective,
  objectives: Objectives
): Remark[] {
  const remark = (why: string) => ({ name: objective.name, why });
  const remarks = neverBurning(objective, TOOL);
  if (hasOtherName(objective, objectives)) {
    remarks.push(
      remark(
        'only the names of the exporter of the JS SDK: Pyrra takes one name (prometheus.names: otlp selects the other)'
      )
    );
  }
  if (
    objective.kind === 'latency' &&
    !isCounted(objective) &&
    Number.isInteger(objective.threshold)
  ) {
    remarks.push(
      remark(
        `the boundary is le="${objective.threshold}", which Prometheus 3 spells ${objective.threshold}.0: turn on Pyrra's setting for that migration`
      )
    );
  }
  if (objectives.window === MONTH) {
    remarks.push(remark('the window is 30d: Pyrra has no calendar months'));
  }
  if (!objective.page) {
    remarks.push(remark('pages: Pyrra has no objectives without pages'));
  }
  return remarks;
}

function hasOtherName(
  objective: RatioObjective,
  { prometheus }: Objectives
): boolean {
  return prometheus.names === 'both' && !isCounted(objective);
}
