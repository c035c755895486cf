// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ErrorClass } from '../objectives/error-classes.ts';
import type {
  GroupLabel,
  Objective,
  SloWindow,
  Source,
  Verdict,
} from '../objectives/objective.ts';

/** The state of the objectives of one service, as Prometheus knows it. The JSON format is this object. */
export interface Report {
  readonly service: string;
  readonly window: SloWindow;
  /** The moment of the report, ISO 8601. */
  readonly at: string;
  /** The address of Prometheus, without credentials. */
  readonly source: string;
  /** The worst of all targets. */
  readonly status: Status;
  /** Reasons to doubt it: retention that is too short, rules that are not loaded, queries that failed. */
  readonly warnings: readonly string[];
  /** Alerts of the service that fire. */
  readonly alerts: readonly FiringAlert[];
  readonly objectives: readonly ObjectiveReport[];
  /** The cost of the report itself. */
  readonly took: { readonly seconds: number; readonly queries: number };
}

export interface FiringAlert {
  readonly name: string;
  readonly severity: string;
  /** The objective, if the alert is about one. */
  readonly objective?: string;
  /** Names of the target, such as `openai/gpt-4o`; empty for an alert about the whole service. */
  readonly target: string;
}

export interface ObjectiveReport {
  readonly name: string;
  readonly kind: Objective['kind'];
  readonly description: string;
  /** The promise in one sentence. */
  readonly promise: string;
  /** From 0 to 1; a cost has none. */
  readonly target?: number;
  /** Unit of the budget. */
  readonly unit: 'calls' | 'operations' | 'minutes' | 'USD';
  /** Where calls and operations are counted. */
  readonly source?: Source;
  /** Worst first; empty without data. */
  readonly targets: readonly TargetReport[];
  /** Why there is no target. */
  readonly noData?: string;
  /** Main consumers of the budget of all targets. */
  readonly consumers: Consumers;
}

/** The greatest share of the bad events, by three ways to look at them. */
export interface Consumers {
  readonly target?: Consumer;
  readonly errorClass?: Consumer;
  /** A calendar day, UTC. */
  readonly day?: Consumer;
}

export interface Consumer {
  readonly name: string;
  /** From 0 to 1. */
  readonly share: number;
}

/** From good to bad. */
export const STATUSES = [
  'healthy',
  'insufficient-data',
  'warning',
  'critical',
  'exhausted',
] as const;

export type Status = (typeof STATUSES)[number];

/** One provider and model of an objective, or another group of `groupBy`. */
export interface TargetReport {
  readonly labels: Readonly<Partial<Record<GroupLabel, string>>>;
  /** Other labels that distinguish targets, such as `cluster`. */
  readonly from?: Readonly<Record<string, string>>;
  readonly status: Status;
  /** Why it has this status, in a few words. */
  readonly reason: string;
  /** Whether its budget burns so fast now that somebody is paged. */
  readonly pages: boolean;
  /** In the unit of the objective; for a cost the money spent. */
  readonly total: number;
  readonly bad: number;
  /** Share of good events, from 0 to 1; missing without events, and for a cost. */
  readonly sli?: number;
  readonly budget: Budget;
  /** How fast the budget is spent: at 1, it lasts exactly as long as the window. */
  readonly burn: Readonly<Partial<Record<'1h' | '6h' | '3d', number>>>;
  /** Days until the budget is spent at the burn of the last three days; missing when it will not be. */
  readonly daysToExhaustion?: number;
  /** Share of the window with data, from 0 to 1. */
  readonly coverage: number;
  /**
   * Upper bound of the bad events that the histograms of processes without the file cannot show, for series that began
   * within the window.
   */
  readonly unseen?: number;
  /** Percentiles of the objective's metric for answered calls, in seconds. */
  readonly latency?: Percentiles;
  /** Most frequent first. */
  readonly errors: readonly ErrorCount[];
  readonly worstHour?: {
    readonly at: string;
    readonly until: string;
    readonly errorRatio: number;
  };
  /** One point for each calendar day (UTC), the oldest first; a day without events has no ratio. */
  readonly history: readonly HistoryPoint[];
  /** Remaining share of the budget over the window, the oldest first. */
  readonly burnDown: readonly {
    readonly at: string;
    readonly left: number;
  }[];
  /** Percentiles of 24 hours each, at the end of each period. */
  readonly latencyHistory?: readonly ({ readonly at: string } & Percentiles)[];
  /** Failed calls of 24 hours each by class, at the end of each period. */
  readonly errorHistory?: readonly {
    readonly at: string;
    readonly counts: Readonly<Partial<Record<ErrorClass, number>>>;
  }[];
  /** The previous window; missing if it has no data. */
  readonly previous?: {
    readonly total: number;
    readonly bad: number;
    readonly sli?: number;
  };
}

export type Percentiles = Readonly<
  Partial<Record<'p50' | 'p95' | 'p99', number>>
>;

/** In the unit of the objective. Not clipped: more can be spent than was allowed. */
export interface Budget {
  /** Bad events that the whole window allows at the observed traffic. */
  readonly allowed: number;
  readonly spent: number;
  readonly left: number;
  /** Spent share; 1 when all of it is spent. */
  readonly used: number;
}

export interface ErrorCount {
  readonly errorType: string;
  readonly errorClass: ErrorClass;
  readonly count: number;
  /** Whether it counts against the objective. */
  readonly verdict: Verdict;
}

export interface HistoryPoint {
  readonly at: string;
  readonly total: number;
  readonly bad: number;
  readonly errorRatio?: number;
}

/** How bad a status is. */
export function rank(status: Status): number {
  return STATUSES.indexOf(status);
}
