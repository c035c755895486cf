// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../../call.ts';
import { SLO_METRICS } from '../../semconv/own.ts';
import type { Attributes } from '../../semconv/attribute-table.ts';
import type { MetricDefinition } from '../../semconv/profile.ts';
import {
  eventOf,
  targetOf,
  toolEvent,
  toolTarget,
  type Target,
} from './sli-events.ts';
import { EventAttributes, keyOf, MAX_SEEN } from './event-attributes.ts';
import { MinuteRing } from './local-window.ts';
import { aboutPolls, POLL } from './polls.ts';
import {
  isRatio,
  type GroupLabel,
  type Objective,
} from '../objectives/objective.ts';
import {
  OUTCOMES,
  slisOf,
  type EventOutcome,
  type Sli,
  type SliEvent,
} from './sli.ts';

/** Records one value of the counter; the attributes of equal events are the same frozen object. */
export type RecordEvent = (
  metric: MetricDefinition,
  value: number,
  attributes: Attributes
) => void;

/** Counts the calls of this process as good, bad or excluded for each objective. */
export class SliCounter {
  readonly objectives: readonly Objective[];
  /** When it began to count, in milliseconds of the epoch. */
  readonly since = Date.now();
  readonly #slis: readonly Sli[];
  readonly #record: RecordEvent;
  readonly #nameModel: (call: Call) => string | undefined;
  readonly #seen = new Set<string>();
  readonly #operations = new Set<string>();
  readonly #rings = new Map<string, MinuteRing>();
  readonly #attributes = new EventAttributes();

  /** @param nameModel the model of a call as it may stand on a metric. */
  constructor(
    objectives: readonly Objective[],
    record: RecordEvent,
    nameModel: (call: Call) => string | undefined = call => call.request.model
  ) {
    this.objectives = objectives;
    this.#slis = slisOf(objectives);
    this.#record = record;
    this.#nameModel = nameModel;
  }

  /**
   * Zeros for what an objective names itself, before the first call: a counter that first appears with a failure in it
   * has not grown, and that failure is never seen.
   */
  begin(): void {
    this.#seen.clear();
    for (const { objective } of this.#slis) {
      for (const target of namedTargets(objective)) {
        this.#zeros(objective.name, objective.groupBy, target);
      }
    }
    for (const objective of this.objectives) {
      if (isOperation(objective)) this.expectOperation(objective.name);
    }
  }

  /** Zeros for a call that begins, if it is the first of its kind. */
  expect(call: Call): void {
    if (this.#slis.length === 0) return;
    const target = targetOf(call);
    let labels: Target | undefined;
    for (const { objective, matches } of this.#slis) {
      if (!matches(target) || isPoll(call, objective)) continue;
      labels ??= { ...target, model: this.#nameModel(call) };
      this.#zeros(objective.name, objective.groupBy, labels);
    }
  }

  /** Counts a call that has ended. */
  count(call: Call): void {
    if (this.#slis.length === 0) return;
    const event = eventOf(call);
    // A call whose model was unknown until now has no zeros yet.
    this.expect(call);
    let labels: Target | undefined;
    for (const { objective, outcomeOf } of this.#slis) {
      if (isPoll(call, objective)) continue;
      const outcome = outcomeOf(event);
      if (outcome === undefined) continue;
      labels ??= { ...targetOf(call), model: this.#nameModel(call) };
      this.#add(objective.name, outcome, objective.groupBy, labels);
    }
  }

  /** Counts a call of a tool that has ended. */
  countTool(
    tool: string | undefined,
    ended: Pick<SliEvent, 'errorType' | 'status'>,
    seconds: number
  ): void {
    const event = toolEvent(tool, ended, seconds);
    for (const { objective, matches, outcomeOf } of this.#slis) {
      if (!matches(event)) continue;
      this.#zeros(objective.name, objective.groupBy, event);
      const outcome = outcomeOf(event);
      if (outcome === undefined) continue;
      this.#add(objective.name, outcome, objective.groupBy, event);
    }
  }

  /** Zeros for a call of a tool that begins. */
  expectTool(tool: string | undefined): void {
    const target = toolTarget(tool);
    for (const { objective, matches } of this.#slis) {
      if (matches(target)) {
        this.#zeros(objective.name, objective.groupBy, target);
      }
    }
  }

  /** Counts one operation of the application. */
  countOperation(name: string, outcome: EventOutcome): void {
    this.expectOperation(name);
    this.#add(this.#bounded(name), outcome);
  }

  /** Zeros for an operation that begins. */
  expectOperation(name: string): void {
    this.#zeros(this.#bounded(name));
  }

  /** The last hour of one objective or operation; `undefined` before its first event. */
  ringOf(name: string): MinuteRing | undefined {
    return this.#rings.get(name);
  }

  #add(
    name: string,
    outcome: EventOutcome,
    groupBy: readonly GroupLabel[] = [],
    target: Partial<Target> = {}
  ): void {
    const attributes = this.#attributes.of(name, outcome, groupBy, target);
    this.#record(SLO_METRICS.events, 1, attributes);
    let ring = this.#rings.get(name);
    if (ring === undefined) {
      ring = new MinuteRing();
      this.#rings.set(name, ring);
    }
    ring.add(outcome);
  }

  #zeros(
    name: string,
    groupBy: readonly GroupLabel[] = [],
    target: Partial<Target> = {}
  ): void {
    const key = keyOf(name, groupBy, target);
    if (this.#seen.has(key) || this.#seen.size >= MAX_SEEN) return;
    this.#seen.add(key);
    for (const outcome of OUTCOMES) {
      const attributes = this.#attributes.of(name, outcome, groupBy, target);
      this.#record(SLO_METRICS.events, 0, attributes);
    }
  }

  /** A name comes from the application, and so perhaps from a user: it must not make series without end. */
  #bounded(name: string): string {
    if (this.#operations.has(name)) return name;
    const isPromised = this.objectives.some(
      objective => objective.name === name
    );
    if (!isPromised && this.#operations.size >= MAX_OPERATIONS) return OTHER;
    if (!isPromised) this.#operations.add(name);
    return name;
  }
}

/** Operations that no objective is about, by name; the rest are one. */
const MAX_OPERATIONS = 100;
const OTHER = '_OTHER';

function isOperation(objective: Objective): boolean {
  return isRatio(objective) && objective.source === 'operation';
}

/** Targets that an objective has by its own words, as far as it tells them apart. */
function namedTargets({ groupBy, match }: Objective): Partial<Target>[] {
  return groupBy.reduce<Partial<Target>[]>(
    (targets, label) =>
      targets.flatMap(target =>
        (match[label] ?? [])
          .filter(isName)
          .map(name => ({ ...target, [label]: name }))
      ),
    [{}]
  );
}

/** Whether a call is a poll that the objective does not name. */
function isPoll({ operation }: Call, { match }: Objective): boolean {
  return operation === POLL && !aboutPolls(match);
}

function isName(text: string): boolean {
  return !text.includes('*');
}
