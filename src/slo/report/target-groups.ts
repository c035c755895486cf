// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Scope } from '../rules/scope.ts';
import { ERROR_TYPE, LABELS } from '../sli/metric-names.ts';
import type { Point, Sample, Series } from './prometheus.ts';

type Labels = Readonly<Record<string, string>>;

/** Labels in which the two Prometheus servers of a highly available pair differ. */
const REPLICA = /replica/i;
/** Labels that distinguish either clusters or the two servers of a pair; their values decide which. */
const AMBIGUOUS = new Set([
  'instance',
  'job',
  'monitor',
  'prometheus',
  'exported_instance',
]);
/** The two servers of a pair scrape at different times: their counts differ by at most this much. */
const TOLERANCE = { share: 0.02, events: 3 };

/**
 * Sorts the samples of one objective by target.
 *
 * One target may have several samples. Two clusters behind one API are two targets, distinguished by the label that
 * differs. The two Prometheus servers of a highly available pair record the same events twice, and the larger count is
 * used. Series from before a change of `groupBy` have more labels, and are added up.
 */
export class TargetGroups {
  readonly #by: readonly string[];
  /** Labels that distinguish targets besides those of `groupBy`, such as `cluster`. */
  readonly from: readonly string[];
  /** Labels by which only the replicas of one Prometheus differ. */
  readonly replicas: readonly string[];

  constructor(
    { by, labels }: Scope,
    totals: readonly Sample[],
    bads: readonly Sample[]
  ) {
    this.#by = by;
    const known = new Set([
      ...by,
      ...Object.keys(labels),
      ...Object.values(LABELS),
      ERROR_TYPE,
      '__name__',
    ]);
    const extra = [
      ...new Set(totals.flatMap(sample => Object.keys(sample.labels))),
    ].filter(
      name =>
        !known.has(name) &&
        // A label that was added or removed within the window distinguishes nothing.
        new Set(totals.flatMap(({ labels: { [name]: value } }) => value ?? []))
          .size > 1
    );
    const isSame = (names: readonly string[]) => {
      const others = [...by, ...extra].filter(name => !names.includes(name));
      return areReplicas(totals, others) && areReplicas(bads, others);
    };
    const ambiguous = extra.filter(name => AMBIGUOUS.has(name));
    this.replicas = [
      ...extra.filter(name => REPLICA.test(name)),
      ...(isSame(ambiguous) ? ambiguous : []),
    ];
    this.from = extra.filter(name => !this.replicas.includes(name)).sort();
  }

  /** Labels that a summing query must keep. */
  get kept(): readonly string[] {
    return [...this.#by, ...this.from, ...this.replicas];
  }

  keyOf(labels: Labels): string {
    return keyOf(labels, [...this.#by, ...this.from]);
  }

  /** The values of the labels of {@link from} that a target has. */
  fromOf(labels: Labels): Labels {
    return Object.fromEntries(
      this.from.flatMap(name => {
        const value = labels[name];
        return value === undefined ? [] : [[name, value]];
      })
    );
  }

  /** One number for each target. */
  values(samples: readonly Sample[]): Map<string, number> {
    return mapped(this.#groups(samples), group => this.#combined(group));
  }

  /** One number for each target and error type. */
  byType(samples: readonly Sample[]): Map<string, Map<string, number>> {
    return mapped(this.#groups(samples), group => {
      const types = groupedBy(group, ({ labels }) => labels[ERROR_TYPE] ?? '');
      return mapped(types, one => this.#combined(one));
    });
  }

  /** The points of each target and error type, in order. */
  pointsByType(series: readonly Series[]): Map<string, Map<string, Point[]>> {
    return mapped(this.#groups(series), group => {
      const types = groupedBy(group, ({ labels }) => labels[ERROR_TYPE] ?? '');
      return mapped(types, one => [...this.points(one).values()].flat());
    });
  }

  /** The points of each target, in order. */
  points(series: readonly Series[]): Map<string, Point[]> {
    return mapped(this.#groups(series), group => {
      const samples = group.flatMap(({ labels, points }) =>
        points.map(([at, value]) => ({ labels, value, at }))
      );
      const moments = groupedBy(samples, ({ at }) => at);
      return [...moments]
        .sort(([a], [b]) => a - b)
        .map(([at, found]): Point => [at, this.#combined(found)]);
    });
  }

  /** Takes the maximum over the replicas, and the sum over everything else. */
  #combined(samples: readonly Sample[]): number {
    const replicas = groupedBy(samples, ({ labels }) =>
      keyOf(labels, this.replicas)
    );
    const sums = [...replicas.values()].map(group =>
      group.reduce((sum, { value }) => sum + value, 0)
    );
    return Math.max(...sums);
  }

  #groups<Found extends { readonly labels: Labels }>(found: readonly Found[]) {
    return groupedBy(found, ({ labels }) => this.keyOf(labels));
  }
}

/** Finds the label that distinguishes the series of the two servers of a pair in a Prometheus that has both. */
export function replicaLabelOf(samples: readonly Sample[]): string | undefined {
  const names = [
    ...new Set(samples.flatMap(({ labels }) => Object.keys(labels))),
  ];
  // Federation keeps the process's own labels under other names, or has none of its own.
  const isFederated = names.includes('exported_instance');
  return names.find(name => {
    const isCandidate =
      REPLICA.test(name) ||
      (AMBIGUOUS.has(name) &&
        (isFederated || !['instance', 'job'].includes(name)));
    if (!isCandidate) return false;
    const others = names.filter(other => other !== name);
    const groups = groupedBy(samples, ({ labels }) => keyOf(labels, others));
    return (
      [...groups.values()].every(group => group.length > 1) &&
      areReplicas(samples, others)
    );
  });
}

/** Whether all samples that agree in these labels have about the same value. */
function areReplicas(
  samples: readonly Sample[],
  labels: readonly string[]
): boolean {
  const groups = groupedBy(samples, sample => keyOf(sample.labels, labels));
  return [...groups.values()].every(group => {
    const values = group.map(({ value }) => value);
    const greatest = Math.max(...values);
    const tolerance = Math.max(TOLERANCE.events, TOLERANCE.share * greatest);
    return greatest - Math.min(...values) <= tolerance;
  });
}

function keyOf(labels: Labels, names: readonly string[]): string {
  return JSON.stringify(names.map(name => labels[name] ?? ''));
}

function groupedBy<Item, Key>(
  items: readonly Item[],
  keyed: (item: Item) => Key
): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyed(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function mapped<Key, Value, Result>(
  map: ReadonlyMap<Key, Value>,
  change: (value: Value) => Result
): Map<Key, Result> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
