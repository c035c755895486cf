// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ErrorClass } from '../objectives/error-classes.ts';
import type {
  GroupLabel,
  Objective,
  SloWindow,
} from '../objectives/objective.ts';

/** How the objectives of one service stand, as Prometheus knows it. The JSON format is this object. */
export interface Report {
  readonly service: string;
  readonly window: SloWindow;
  /** When it was asked, ISO 8601. */
  readonly at: string;
  /** Where it was asked, without credentials. */
  readonly source: string;
  /** Of everything in it, the worst. */
  readonly status: Status;
  /** What stands against trusting it: retention that is too short, rules that are not loaded. */
  readonly warnings: readonly string[];
  readonly objectives: readonly ObjectiveReport[];
}

export interface ObjectiveReport {
  readonly name: string;
  readonly kind: Objective['kind'];
  readonly description: string;
  /** The promise in one sentence. */
  readonly promise: string;
  /** From 0 to 1; there is none for a cost. */
  readonly target?: number;
  /** What the budget is counted in. */
  readonly unit: 'calls' | 'operations' | 'minutes' | 'USD';
  /** Worst first; empty when nothing was ever seen. */
  readonly targets: readonly TargetReport[];
}

/** In the order of how bad they are. */
export const STATUSES = [
  'healthy',
  'insufficient-data',
  'warning',
  'critical',
  'exhausted',
] as const;

export type Status = (typeof STATUSES)[number];

/** One provider and model of an objective, or whatever it is grouped by. */
export interface TargetReport {
  readonly labels: Readonly<Partial<Record<GroupLabel, string>>>;
  readonly status: Status;
  /** Why it has this status, in a few words. */
  readonly reason: string;
  /** In the unit of the objective; for a cost what was spent. */
  readonly total: number;
  readonly bad: number;
  /** Share of good events, from 0 to 1; not there without events, nor for a cost. */
  readonly sli?: number;
  readonly budget: Budget;
  /** How fast the budget is spent: at 1 it lasts just as long as the window. */
  readonly burn: Readonly<Partial<Record<'1h' | '6h' | '3d', number>>>;
  /** Days until the budget is spent at the burn of the last three days (or what there is); not there when it will not be. */
  readonly daysToExhaustion?: number;
  /** Share of the window that there is data of, from 0 to 1. */
  readonly coverage: number;
  /** Seconds, of calls that were answered; of the metric of the objective. */
  readonly latency?: Readonly<Partial<Record<'p50' | 'p95' | 'p99', number>>>;
  /** Most frequent first. */
  readonly errors: readonly ErrorCount[];
  readonly worstHour?: { readonly at: string; readonly errorRatio: number };
  /** One point a day, the oldest first; a day without events has no ratio. */
  readonly history: readonly HistoryPoint[];
}

/** In the unit of the objective. Not clipped: more can be spent than was allowed. */
export interface Budget {
  readonly allowed: number;
  readonly spent: number;
  readonly left: number;
  /** Share that is spent, 1 when all of it is. */
  readonly used: number;
}

export interface ErrorCount {
  readonly errorType: string;
  readonly errorClass: ErrorClass;
  readonly count: number;
}

export interface HistoryPoint {
  readonly at: string;
  readonly total: number;
  readonly bad: number;
  readonly errorRatio?: number;
}
