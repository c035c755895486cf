// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { timeWindows } from '../calendar/calendar-input.ts';
import type { Calendar, CalendarInput } from '../calendar/time-window.ts';
import { alertSettings, teamSettings } from './alerts/alert-settings.ts';
import { check } from './schema/check.ts';
import { contradictionsOf } from './contradictions.ts';
import { DEFAULT_CLASSES } from './default-classes.ts';
import {
  rounded,
  type AvailabilityObjective,
  type GroupLabel,
  type LatencyObjective,
  type Match,
  type Objective,
  type Objectives,
  type RatioObjective,
  type Source,
} from './objective.ts';
import { ObjectivesError } from './objectives-error.ts';
import { perSecond, periodOf, seconds, share } from './quantities.ts';
import type {
  CommonInput,
  ObjectiveInput,
  ObjectivesInput,
} from './objective-input.ts';
import { aboutTools } from '../sli/tools.ts';
import { SCHEMA } from './schema/schema.ts';

/**
 * Checks objectives and fills in the defaults.
 *
 * @throws ObjectivesError that names every mistake, and what is allowed in its place.
 */
export function resolveObjectives(given: unknown): Objectives {
  if (isResolved(given)) return given;
  const issues = check(SCHEMA, given);
  if (issues.length > 0) throw new ObjectivesError(issues);
  const input = given as ObjectivesInput;
  const contradictions = [...contradictionsOf(input)];
  if (contradictions.length > 0) throw new ObjectivesError(contradictions);
  const resolved: Objectives = {
    service: input.service,
    window: input.window ?? '30d',
    precision: input.precision ?? 'standard',
    prometheus: {
      names: 'both',
      semconv: 'v1.41',
      minBadEvents: 5,
      ...input.prometheus,
      selector: input.prometheus?.selector?.trim() ?? '',
    },
    alerts: teamSettings(input.alerts),
    ...calendarOf(input),
    objectives: input.objectives.map(objective =>
      resolve(objective, pagesOf(objective, input), input)
    ),
  };
  return Object.defineProperty(resolved, RESOLVED, { value: true });
}

/**
 * Marks checked objectives for every copy of this package. A checked target is a share, an unchecked one a percentage.
 */
const RESOLVED = Symbol.for('opentelemetry-instrumentation-genai.objectives');

function isResolved(given: unknown): given is Objectives {
  return (
    typeof given === 'object' &&
    given !== null &&
    Object.getOwnPropertyDescriptor(given, RESOLVED)?.value === true
  );
}

/** Returns the objective for an operation without one of its own. */
export function defaultOperation(name: string): RatioObjective {
  const input = {
    name,
    kind: 'availability',
    source: 'operation',
    target: 99.9,
  } as const;
  return resolve(input, true, {}) as RatioObjective;
}

const BY_MODEL: readonly GroupLabel[] = ['provider', 'model'];
const BY_TOOL: readonly GroupLabel[] = ['tool'];

/**
 * Whether an objective pages. An availability that pages covers every outage that an error rate of the same calls
 * shows; the other errors of that rate have alerts on their causes.
 */
function pagesOf(
  objective: ObjectiveInput,
  { objectives, alerts }: ObjectivesInput
): boolean {
  const { page = alerts?.page ?? true } = objective;
  if (objective.page !== undefined || objective.kind !== 'errorRate') {
    return page;
  }
  const calls = ({ match, ...other }: ObjectiveInput) =>
    JSON.stringify([match ?? {}, 'source' in other ? other.source : 'auto']);
  return (
    page &&
    !objectives.some(
      other =>
        other.kind === 'availability' &&
        other.page !== false &&
        calls(other) === calls(objective)
    )
  );
}

/**
 * The `exclude` windows of the file apply to every objective in addition to its own; an `only` of its own replaces that
 * of the file. Money is spent at any hour, so the windows of the file do not apply to a cost.
 */
function calendarOf(
  own: CalendarInput & { readonly kind?: ObjectiveInput['kind'] },
  file: CalendarInput = {}
): Calendar {
  const inherited = own.kind === 'cost' ? {} : file;
  return {
    exclude: timeWindows([
      ...(inherited.exclude ?? []),
      ...(own.exclude ?? []),
    ]),
    only: timeWindows(own.only ?? inherited.only),
  };
}

function resolve(
  input: ObjectiveInput,
  page: boolean,
  file: CalendarInput
): Objective {
  const { name, description = '', match = {} } = input;
  const base = {
    name,
    description,
    match: listed(match),
    page,
    alerts: alertSettings(input.alerts),
    ...calendarOf(input, file),
  };
  if (input.kind === 'cost') {
    const { kind, budget, groupBy = [] } = input;
    return { ...base, kind, groupBy, budget };
  }
  if (input.kind === 'throughput') {
    const { kind, groupBy = [], min, target = 99 } = input;
    return {
      ...base,
      kind,
      groupBy,
      floor: perSecond(min),
      period: periodOf(min),
      target: share(target),
    };
  }
  const source = input.source ?? usualSource(input, match);
  const groupBy = input.groupBy ?? usualGroups(source, match);
  if (input.kind === 'latency') {
    const objective: LatencyObjective = {
      ...base,
      kind: input.kind,
      groupBy,
      source,
      metric: input.metric ?? 'duration',
      threshold: seconds(input.threshold),
      target: share(input.target),
      classes: DEFAULT_CLASSES.latency,
    };
    return objective;
  }
  const objective: AvailabilityObjective = {
    ...base,
    kind: input.kind,
    groupBy,
    source,
    target:
      input.kind === 'availability'
        ? share(input.target)
        : rounded(1 - share(input.max)),
    classes: { ...DEFAULT_CLASSES[input.kind], ...input.classes },
  };
  return objective;
}

function usualGroups(
  source: Source,
  match: NonNullable<CommonInput['match']>
): readonly GroupLabel[] {
  if (source === 'operation') return [];
  return aboutTools(match) ? BY_TOOL : BY_MODEL;
}

/** Histograms do not distinguish streams, and chunks are not counted as events. */
function usualSource(
  input: ObjectiveInput,
  { stream }: NonNullable<CommonInput['match']>
): Source {
  if (stream !== undefined) return 'events';
  const isOfChunks =
    input.kind === 'latency' && input.metric === 'time_per_output_chunk';
  return isOfChunks ? 'histogram' : 'auto';
}

function listed(match: NonNullable<CommonInput['match']>): Match {
  const { stream, transport, ...labels } = match;
  const entries = Object.entries(labels).map(([label, value]) => [
    label,
    typeof value === 'string' ? [value] : value,
  ]);
  return {
    ...(Object.fromEntries(entries) as Match),
    ...(transport !== undefined && { transport }),
    ...(stream !== undefined && { stream }),
  };
}
