// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Calendar } from '../calendar/time-window.ts';
import type { ErrorClass } from './error-classes.ts';

/** Objectives for the calls of one service, checked, with every default filled in. */
export interface Objectives extends Calendar {
  readonly service: string;
  /** Length of the window that budgets are for, as in `30d`. */
  readonly window: SloWindow;
  /** How close the boundaries of the histograms lie. */
  readonly precision: 'standard' | 'high';
  readonly prometheus: PrometheusSettings;
  readonly alerts: TeamSettings;
  readonly objectives: readonly Objective[];
}

/** Additions of a team to its alerts. */
export interface AlertSettings {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Page whose sections are named for the alerts; empty for docs/slo.md. */
  readonly runbookUrl: string;
}

/** page: somebody gets up. ticket: somebody looks on the next day. info: somebody may look. */
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

/** How Prometheus comes by the series. */
export interface PrometheusSettings {
  /** Which spelling of the names is asked for: the exporter of the JS SDK adds no unit, a Collector does. */
  readonly names: 'js' | 'otlp' | 'both';
  /** Profile of the conventions that the applications emit. */
  readonly semconv: 'v1.41' | 'latest';
  /** Label matchers that every selector gets, as in `job="chat"`. */
  readonly selector: string;
  /** Bad events in the long window before anything fires. */
  readonly minBadEvents: number;
}

/** Labels that targets of one objective are told apart by. */
export type GroupLabel = 'provider' | 'model' | 'operation' | 'tool';

/** Which calls an objective is about; what is not said matches all. `*` stands for any text. */
export interface Match {
  readonly provider?: readonly string[];
  readonly model?: readonly string[];
  readonly operation?: readonly string[];
  /** Of calls of tools. */
  readonly tool?: readonly string[];
  /** Turns over WebSocket only, or calls over HTTP only. */
  readonly transport?: Transport;
  readonly stream?: boolean;
}

/** How a call is sent. */
export type Transport = 'http' | 'websocket';

/** Where the events of an objective are counted. */
export type Source =
  /** In the counter of events for each process that was given the file, and in the histograms for each other one. */
  | 'auto'
  /** In the histograms of the conventions alone. */
  | 'histogram'
  /** In the counter `genai.slo.events`, by the application: exact at any threshold, sees the first failure of a process. */
  | 'events'
  /** In the same counter, one event for each `withOperation(name, fn)`, whatever its attempts. */
  | 'operation';

interface ObjectiveBase extends Calendar {
  readonly name: string;
  readonly description: string;
  readonly match: Match;
  readonly groupBy: readonly GroupLabel[];
  /** Whether the fast burns page; else they are tickets. */
  readonly page: boolean;
  readonly alerts: AlertSettings;
}

/** An objective whose SLI is a share of good events. */
interface RatioBase extends ObjectiveBase {
  /** Share of the events that is to be good, from 0 to 1 and neither. */
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
  /** Seconds; what takes just as long is good. */
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
  /** Share of the minutes that is to be at the floor or above it. */
  readonly target: number;
}

/** A limit to what the calls of a window may cost. */
export interface CostObjective extends ObjectiveBase {
  readonly kind: 'cost';
  /** USD in one window. */
  readonly budget: number;
}

/** One objective, with every default filled in. */
export type Objective = RatioObjective | ThroughputObjective | CostObjective;

export type RatioObjective = AvailabilityObjective | LatencyObjective;

/** Whether the SLI is a share of calls, as against minutes or money. */
export function isRatio(objective: Objective): objective is RatioObjective {
  return objective.kind !== 'throughput' && objective.kind !== 'cost';
}

/** Whether only the counter `genai.slo.events` has the events of an objective. */
export function isCounted({ source }: RatioObjective): boolean {
  return source === 'events' || source === 'operation';
}

/** The share that may be bad, without the noise of binary fractions. */
export function budgetOf({ target }: { readonly target: number }): number {
  return rounded(1 - target);
}

/** Twelve digits: what people write, without the noise of binary fractions. */
export function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
