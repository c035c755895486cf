// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Calendar } from '../calendar/time-window.ts';
import type { ErrorClass } from './error-classes.ts';

/** Objectives for the calls of one service, checked, with every default filled in. */
export interface Objectives extends Calendar {
  readonly service: string;
  /** Window of the budgets, as in `30d`. */
  readonly window: SloWindow;
  /** Spacing of the histogram boundaries. */
  readonly precision: 'standard' | 'high';
  readonly prometheus: PrometheusSettings;
  readonly alerts: TeamSettings;
  readonly objectives: readonly Objective[];
}

/** Additions of a team to its alerts. */
export interface AlertSettings {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Page with a section named after each alert; empty for docs/slo.md. */
  readonly runbookUrl: string;
}

/** page: needs attention now. ticket: needs attention on the next working day. info: for information. */
export type Severity = 'page' | 'ticket' | 'info';

/** Additions of a team to all alerts, and its names and limits for them. */
export interface TeamSettings extends AlertSettings {
  /** Values of the label severity. */
  readonly severities: Readonly<Record<Severity, string>>;
  /** By the name of the alert. */
  readonly causes: Readonly<Record<string, CauseSettings>>;
}

/** Changes of a team to an alert on a cause. */
export interface CauseSettings {
  readonly off?: boolean;
  /** Failed calls, or open ones. */
  readonly threshold?: number;
  /** Share of the calls, from 0 to 1. */
  readonly share?: number;
  readonly severity?: Severity;
  readonly match?: Pick<Match, 'provider' | 'model'>;
}

/** Sliding days, or the calendar month, UTC. */
export type SloWindow = '7d' | '28d' | '30d' | '90d' | 'month';

/** How the series get into Prometheus. */
export interface PrometheusSettings {
  /** Spelling of the metric names in queries: the exporter of the JS SDK adds no unit, a Collector does. */
  readonly names: 'js' | 'otlp' | 'both';
  /** Profile of the conventions that the applications emit. */
  readonly semconv: 'v1.41' | 'latest';
  /** Label matchers added to every selector, as in `job="chat"`. */
  readonly selector: string;
  /** Bad events that the long window must have before an alert fires. */
  readonly minBadEvents: number;
}

/** Labels that distinguish the targets of one objective. */
export type GroupLabel = 'provider' | 'model' | 'operation' | 'tool';

/** The calls that an objective is about; an omitted member matches all. `*` stands for any text. */
export interface Match {
  readonly provider?: readonly string[];
  readonly model?: readonly string[];
  readonly operation?: readonly string[];
  /** For tool calls only. */
  readonly tool?: readonly string[];
  /** Turns over WebSocket only, or calls over HTTP only. */
  readonly transport?: Transport;
  readonly stream?: boolean;
}

/** How a call is sent. */
export type Transport = 'http' | 'websocket';

/** Where the events of an objective are counted. */
export type Source =
  /** In the counter of events for each process that was given the file, and in the histograms for every other one. */
  | 'auto'
  /** In the histograms of the conventions alone. */
  | 'histogram'
  /** In the counter `genai.slo.events`, by the application: exact at any threshold, sees the first failure of a process. */
  | 'events'
  /** In the same counter, one event for each `withOperation(name, fn)`, however many attempts it makes. */
  | 'operation';

interface ObjectiveBase extends Calendar {
  readonly name: string;
  readonly description: string;
  readonly match: Match;
  readonly groupBy: readonly GroupLabel[];
  /** Whether fast burns page; otherwise they open tickets. */
  readonly page: boolean;
  readonly alerts: AlertSettings;
}

/** An objective whose SLI is a share of good events. */
interface RatioBase extends ObjectiveBase {
  /** Share of the events that must be good, between 0 and 1, both excluded. */
  readonly target: number;
  readonly source: Source;
  /** Verdict for each class of errors. */
  readonly classes: Readonly<Record<ErrorClass, Verdict>>;
}

/** Verdict on an error: against the objective, for it, or not counted. */
export type Verdict = 'bad' | 'good' | 'exclude';

export interface AvailabilityObjective extends RatioBase {
  readonly kind: 'availability' | 'errorRate';
}

export interface LatencyObjective extends RatioBase {
  readonly kind: 'latency';
  readonly metric: LatencyMetric;
  /** Seconds; an answer that takes exactly this long is good. */
  readonly threshold: number;
}

export type LatencyMetric =
  | 'duration'
  | 'time_to_first_chunk'
  | 'time_per_output_chunk'
  | 'time_to_first_audio';

/** A floor under the rate of calls that were answered; its events are minutes. */
export interface ThroughputObjective extends ObjectiveBase {
  readonly kind: 'throughput';
  /** Calls per second. */
  readonly floor: number;
  /** Period over which the floor is judged: the period it was written for, at least five minutes. */
  readonly period: '5m' | '1h';
  /** Share of the minutes that must be at or above the floor. */
  readonly target: number;
}

/** A limit on the cost of the calls in a window. */
export interface CostObjective extends ObjectiveBase {
  readonly kind: 'cost';
  /** USD in one window. */
  readonly budget: number;
}

/** One objective, with every default filled in. */
export type Objective = RatioObjective | ThroughputObjective | CostObjective;

export type RatioObjective = AvailabilityObjective | LatencyObjective;

/** Whether the SLI is a share of calls rather than of minutes or money. */
export function isRatio(objective: Objective): objective is RatioObjective {
  return objective.kind !== 'throughput' && objective.kind !== 'cost';
}

/** Whether only the counter `genai.slo.events` has the events of an objective. */
export function isCounted({ source }: RatioObjective): boolean {
  return source === 'events' || source === 'operation';
}

/** The share that may be bad, without floating-point noise. */
export function budgetOf({ target }: { readonly target: number }): number {
  return rounded(1 - target);
}

/** Rounds to twelve digits, which removes floating-point noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
