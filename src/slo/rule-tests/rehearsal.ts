// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_CLASSES } from '../objectives/error-classes.ts';
import {
  COST_SERIES,
  ERROR_TYPE,
  EVENTS_SERIES,
  latencySeries,
} from '../sli/metric-names.ts';
import {
  budgetOf,
  isCounted,
  type AvailabilityObjective,
  type Objective,
  type Objectives,
  type RatioObjective,
} from '../objectives/objective.ts';
import { secondsOf } from '../objectives/windows.ts';
import { counterValues, type InputSeries, type Segment } from './promtool.ts';
import { taggedLabels } from './sample-labels.ts';

/** So many minutes in which so large a share of the events is bad. */
export interface Act {
  readonly minutes: number;
  /** From 0 to 1; of a cost how many times faster than allowed it is spent. */
  readonly bad: number;
}

/** Series of an application that does to one objective what the acts say. */
export class Rehearsal {
  readonly #objectives: Objectives;
  readonly #objective: Objective;
  /** Tells the target from those of other tests; empty where an objective has one target only. */
  readonly #tag: string;

  constructor(objectives: Objectives, objective: Objective, tag = '') {
    this.#objectives = objectives;
    this.#objective = objective;
    this.#tag = tag;
  }

  /** Labels of the application, with those that the objective asks for. */
  get labels(): Readonly<Record<string, string>> {
    const { selector } = this.#objectives.prometheus;
    return taggedLabels(this.#objective, selector, this.#tag);
  }

  /** With enough traffic for the budget to be judged within ten minutes, where that is for traffic to say. */
  play(acts: readonly Act[]): InputSeries[] {
    const objective = this.#objective;
    switch (objective.kind) {
      case 'cost': {
        const { window } = this.#objectives;
        const allowed = (objective.budget * 60) / secondsOf(window);
        const segments = acts.map(({ minutes, bad }) => ({
          minutes,
          perMinute: bad * allowed,
        }));
        return [this.series(COST_SERIES, {}, segments)];
      }
      case 'throughput': {
        const segments = acts.flatMap(act => [
          ...pauses(act, 10 * 60 * objective.floor),
        ]);
        return [this.series(this.duration('_count'), {}, segments)];
      }
      default: {
        const volume = Math.max(
          600,
          Math.ceil(1 / budgetOf(objective)),
          this.#objectives.prometheus.minBadEvents
        );
        return this.events(
          acts.map(({ minutes, bad }) => ({
            minutes,
            perMinute: volume * (1 - bad),
          })),
          acts.map(({ minutes, bad }) => ({ minutes, perMinute: volume * bad }))
        );
      }
    }
  }

  /** Good and bad events, each with a counter of its own. */
  events(good: readonly Segment[], bad: readonly Segment[]): InputSeries[] {
    const objective = this.#objective as RatioObjective;
    if (isCounted(objective)) {
      const counted = (outcome: string, segments: readonly Segment[]) =>
        this.series(EVENTS_SERIES, { slo: objective.name, outcome }, segments);
      return [counted('good', good), counted('bad', bad)];
    }
    if (objective.kind === 'latency') {
      const all = good.map(({ minutes, perMinute }, index) => ({
        minutes,
        perMinute: perMinute + (bad[index]?.perMinute ?? 0),
      }));
      return [
        this.series(this.duration('_count'), {}, all),
        this.series(
          this.duration('_bucket'),
          { le: String(objective.threshold) },
          good
        ),
      ];
    }
    const series = this.duration('_count');
    return [
      this.series(series, {}, good),
      this.series(series, { [ERROR_TYPE]: badError(objective) }, bad),
    ];
  }

  /** Series of a latency whose threshold is no boundary. */
  withoutBoundary(minutes: number): InputSeries[] {
    const segments = [{ minutes, perMinute: 600 }];
    return [
      this.series(this.duration('_count'), {}, segments),
      this.series(this.duration('_bucket'), { le: '+Inf' }, segments),
    ];
  }

  /** Name of the histogram of the objective. */
  duration(suffix: string): string {
    const { prometheus } = this.#objectives;
    const objective = this.#objective;
    const metric = objective.kind === 'latency' ? objective.metric : 'duration';
    const unit = prometheus.names === 'otlp' ? '_seconds' : '';
    return latencySeries(metric, prometheus, objective.match) + unit + suffix;
  }

  /** A series of the application, with the labels that the objective asks for. */
  series(
    name: string,
    more: Readonly<Record<string, string>>,
    segments: readonly Segment[]
  ): InputSeries {
    const labels = { ...this.labels, ...more };
    const shown = Object.entries(labels).map(
      ([label, value]) => `${label}=${JSON.stringify(value)}`
    );
    return {
      series: `${name}{${shown.join(',')}}`,
      values: counterValues(segments),
    };
  }
}

/** An error that counts as bad; what no class knows always is when no class is. */
function badError({ classes }: AvailabilityObjective): string {
  const names = Object.keys(ERROR_CLASSES) as (keyof typeof ERROR_CLASSES)[];
  const bad = names.find(name => classes[name] === 'bad');
  return bad === undefined ? '_OTHER' : sampleError(bad);
}

/** A value of `error.type` that is of a class. */
export function sampleError(name: keyof typeof ERROR_CLASSES): string {
  return sampleOf(ERROR_CLASSES[name][0]);
}

/** A text that a pattern of the table of classes matches: the pattern itself, with its choices made. */
export function sampleOf(pattern: string): string {
  return pattern
    .replaceAll('[0-9]', '0')
    .replaceAll(/\[[A-Z0-9_-]+\]\+/g, 'X')
    .replaceAll(/\(([^|)]*)[^)]*\)/g, '$1');
}

/** Minutes that a rate of five minutes goes on after the last call. */
const SMOOTHED = 4;
/** Bad minutes in one cycle: so many that one more or less, as versions of Prometheus count, is no matter. */
const BAD_MINUTES = 8;

/** Minutes cannot be bad in part: a share of them is pauses of all traffic, again and again. */
function* pauses({ minutes, bad }: Act, perMinute: number): Generator<Segment> {
  if (bad === 0 || bad === 1) {
    yield { minutes, perMinute: bad === 1 ? 0 : perMinute };
    return;
  }
  const off = Math.max(
    BAD_MINUTES,
    Math.ceil((2 * SMOOTHED * bad) / (1 - bad))
  );
  const cycle = Math.round(off / bad);
  const good = cycle - off - SMOOTHED;
  for (let left = minutes; left > 0; left -= cycle) {
    // Last, so that at no time more of it was bad than the share.
    yield { minutes: good, perMinute };
    yield { minutes: off + SMOOTHED, perMinute: 0 };
  }
}
