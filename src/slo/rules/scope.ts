// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { hasWindows } from '../calendar/time-window.ts';
import { COUNTED } from './base-series.ts';
import { LABELS } from '../sli/metric-names.ts';
import {
  rounded,
  type Objective,
  type Objectives,
} from '../objectives/objective.ts';
import { quoted } from '../sli/promql.ts';
import { secondsOf } from '../objectives/windows.ts';
import type { Labels, RecordingRule, Severity } from './rule.ts';

/** One objective among those of its service, and how its rules spell things. */
export class Scope {
  readonly objectives: Objectives;
  readonly objective: Objective;
  /** Labels of Prometheus that targets are told apart by. */
  readonly by: readonly string[];
  /** Labels of every series and alert of the objective. */
  readonly labels: Labels;
  /** Seconds of the wall clock in one second of the rules; less than one in a rehearsal. */
  readonly #scale: number;

  constructor(objectives: Objectives, objective: Objective, scale = 1) {
    this.objectives = objectives;
    this.objective = objective;
    this.by = objective.groupBy.map(name => LABELS[name]);
    this.labels = { service: objectives.service, slo: objective.name };
    this.#scale = scale;
  }

  /** Seconds between two evaluations of the base rules; an event count is a sum of rates times this. */
  get step(): number {
    return 60 * this.#scale;
  }

  /** A recorded series of this objective. */
  series(name: string): string {
    const matchers = Object.entries(this.labels).map(
      ([label, value]) => `${label}=${quoted(value)}`
    );
    return `${name}{${matchers.join(',')}}`;
  }

  /** The names of those labels, for `ignoring (…)`. */
  get labelNames(): string {
    return Object.keys(this.labels).join(', ');
  }

  /**
   * Ends an expression that has no value while the calendar does not count, nor for so long afterwards; nothing for an
   * objective that always counts. Where the calendar is not loaded, everything counts.
   */
  unlessUncounted(length?: string): string {
    if (!hasWindows(this.objective)) return '';
    return uncounted(this.series(COUNTED), length, this.#scale);
  }

  /** A rule that records a series of this objective. */
  record(name: string, expr: string): RecordingRule {
    return { record: name, expr, labels: this.labels };
  }

  /** A length of time as the rules have it: whole seconds where it is compressed. */
  time(window: string): string {
    if (this.#scale === 1) return window;
    return `${this.seconds(window)}s`;
  }

  /** The same length in seconds of the wall clock. */
  seconds(window: string): number {
    const length = secondsOf(window) * this.#scale;
    return this.#scale === 1 ? length : Math.max(1, Math.round(length));
  }

  /** Name of a severity as the team has it. */
  severityName(severity: Severity): string {
    return this.objectives.alerts.severities[severity];
  }

  /** Events of a window, of a recorded rate. */
  count(name: string, window: string): string {
    return `sum_over_time(${this.series(name)}[${this.time(window)}]) * ${number(this.step)}`;
  }

  /** Of a group whose name begins with the objective's. */
  group(name: string): string {
    return `${this.objectives.service}:${this.objective.name}:${name}`;
  }
}

/** Minutes that the calendar is read ahead of time, and one between two evaluations. */
const SLACK = 3;

/** Ends an expression that has no value while a calendar does not count, nor for so long afterwards. */
export function uncounted(
  counted: string,
  length: string | undefined,
  scale: number
): string {
  if (length === undefined) return ` unless on () (${counted} == 0)`;
  const seconds = (secondsOf(length) + 60 * SLACK) * scale;
  const range =
    scale === 1 ? `${seconds / 60}m` : `${Math.max(1, Math.round(seconds))}s`;
  return ` unless on () (min_over_time(${counted}[${range}]) == 0)`;
}

/** A number in an expression. */
export function number(value: number): string {
  return String(rounded(value));
}
