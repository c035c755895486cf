// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../../call.ts';
import { ATTRIBUTES as A } from '../../semconv/attributes.ts';
import { SLO_METRICS, SLO_NAME, SLO_OUTCOME } from '../../semconv/own.ts';
import {
  present,
  type Attributes,
  type Measure,
} from '../../semconv/profile.ts';
import { MinuteRing } from './local-window.ts';
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

/** Counts the calls of this process by what the objectives make of them. */
export class SliCounter {
  readonly objectives: readonly Objective[];
  /** When it began to count, in milliseconds of the epoch. */
  readonly since = Date.now();
  readonly #slis: readonly Sli[];
  readonly #record: Measure;
  readonly #seen = new Set<string>();
  readonly #operations = new Set<string>();
  readonly #rings = new Map<string, MinuteRing>();

  constructor(objectives: readonly Objective[], record: Measure) {
    this.objectives = objectives;
    this.#slis = slisOf(objectives);
    this.#record = record;
  }

  /**
   * Zeros for what an objective names itself, before the first call: a counter that first appears with a failure in it
   * has not grown, and that failure is never seen.
   */
  begin(): void {
    this.#seen.clear();
    for (const { objective } of this.#slis) {
      for (const target of namedTargets(objective)) {
        this.#zeros(objective.name, attributesOf(objective.groupBy, target));
      }
    }
    for (const objective of this.objectives) {
      if (isOperation(objective)) this.expectOperation(objective.name);
    }
  }

  /** Zeros for a call that begins, if it is the first of its kind. */
  expect({ provider, operation, request: { model } }: Call): void {
    const target = { provider, model, operation };
    for (const { objective, matches } of this.#slis) {
      if (!matches(target)) continue;
      this.#zeros(objective.name, attributesOf(objective.groupBy, target));
    }
  }

  /** Counts a call that has ended. */
  count(call: Call): void {
    const event = eventOf(call);
    // Of one whose model was never known: what else it might have been is there at least from now on.
    this.expect(call);
    for (const { objective, outcomeOf } of this.#slis) {
      const outcome = outcomeOf(event);
      if (outcome === undefined) continue;
      this.#add(
        objective.name,
        outcome,
        attributesOf(objective.groupBy, event)
      );
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

  #add(name: string, outcome: EventOutcome, attributes?: Attributes): void {
    this.#record(SLO_METRICS.events, 1, {
      ...attributes,
      [SLO_NAME]: name,
      [SLO_OUTCOME]: outcome,
    });
    let ring = this.#rings.get(name);
    if (ring === undefined) {
      ring = new MinuteRing();
      this.#rings.set(name, ring);
    }
    ring.add(outcome);
  }

  #zeros(name: string, attributes: Attributes = {}): void {
    const key = [name, ...Object.values(attributes)].join(' ');
    if (this.#seen.has(key) || this.#seen.size >= MAX_SEEN) return;
    this.#seen.add(key);
    for (const outcome of OUTCOMES) {
      this.#record(SLO_METRICS.events, 0, {
        ...attributes,
        [SLO_NAME]: name,
        [SLO_OUTCOME]: outcome,
      });
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

/** Model names come from requests: what has been seen is remembered up to here. */
const MAX_SEEN = 10_000;

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

type Target = Pick<SliEvent, GroupLabel>;

const ATTRIBUTE_OF: Readonly<Record<GroupLabel, string>> = {
  provider: A.providerName,
  model: A.requestModel,
  operation: A.operationName,
};

/** What an objective tells apart; the rest would only make more series. */
function attributesOf(
  groupBy: readonly GroupLabel[],
  target: Partial<Target>
): Attributes {
  return present(
    Object.fromEntries(groupBy.map(name => [ATTRIBUTE_OF[name], target[name]]))
  );
}

function eventOf(call: Call): SliEvent {
  const { provider, operation, request, errorType, status, times } = call;
  const { start, end, firstChunk } = times;
  return {
    provider,
    model: request.model,
    operation,
    stream: request.stream === true,
    errorType,
    status,
    seconds: {
      ...(end !== undefined && { duration: (end - start) / 1000 }),
      ...(firstChunk !== undefined && {
        time_to_first_chunk: (firstChunk - start) / 1000,
      }),
    },
  };
}

function isName(text: string): boolean {
  return !text.includes('*');
}
