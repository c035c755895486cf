// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import { ATTRIBUTES as A } from '../semconv/attributes.ts';
import { SLO_METRICS, SLO_NAME, SLO_OUTCOME } from '../semconv/own.ts';
import { present, type Attributes, type Measure } from '../semconv/profile.ts';
import { MinuteRing } from '../slo/local-window.ts';
import type { GroupLabel, Objective } from '../slo/objective.ts';
import {
  OUTCOMES,
  slisOf,
  type EventOutcome,
  type Sli,
  type SliEvent,
} from '../slo/sli.ts';

/** Counts the calls of this process by what the objectives make of them. */
export class SliCounter {
  readonly objectives: readonly Objective[];
  readonly #slis: readonly Sli[];
  readonly #record: Measure;
  readonly #seen = new Set<string>();
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
    for (const sli of this.#slis) {
      const { provider = [], model = [], operation } = sli.objective.match;
      for (const of of provider.filter(isName)) {
        for (const name of model.filter(isName)) {
          const operations = operation?.filter(isName) ?? ['chat'];
          for (const what of operations) {
            this.#zero(sli, { provider: of, model: name, operation: what });
          }
        }
      }
    }
  }

  /** Zeros for a call that begins, if it is the first of its kind. */
  expect({ provider, operation, request: { model } }: Call): void {
    for (const sli of this.#slis) {
      const target = { provider, model, operation };
      if (sli.matches(target)) this.#zero(sli, target);
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
      this.#record(SLO_METRICS.events, 1, {
        ...attributesOf(objective.groupBy, event),
        [SLO_NAME]: objective.name,
        [SLO_OUTCOME]: outcome,
      });
      this.ringOf(objective.name).add(outcome);
    }
  }

  /** Counts one operation of the application. */
  countOperation(name: string, outcome: EventOutcome): void {
    const attributes = { [SLO_NAME]: name };
    this.#zeros(`operation ${name}`, attributes);
    this.#record(SLO_METRICS.events, 1, {
      ...attributes,
      [SLO_OUTCOME]: outcome,
    });
    this.ringOf(name).add(outcome);
  }

  /** Zeros for an operation that begins. */
  expectOperation(name: string): void {
    this.#zeros(`operation ${name}`, { [SLO_NAME]: name });
  }

  /** The last hour of one objective. */
  ringOf(name: string): MinuteRing {
    let ring = this.#rings.get(name);
    if (ring === undefined) {
      ring = new MinuteRing();
      this.#rings.set(name, ring);
    }
    return ring;
  }

  #zero({ objective }: Sli, target: Target): void {
    const { provider, model, operation } = target;
    this.#zeros([objective.name, provider, model, operation].join(' '), {
      ...attributesOf(objective.groupBy, target),
      [SLO_NAME]: objective.name,
    });
  }

  #zeros(key: string, attributes: Attributes): void {
    if (this.#seen.has(key) || this.#seen.size >= MAX_SEEN) return;
    this.#seen.add(key);
    for (const outcome of OUTCOMES) {
      this.#record(SLO_METRICS.events, 0, {
        ...attributes,
        [SLO_OUTCOME]: outcome,
      });
    }
  }
}

/** Model names come from requests: what has been seen is remembered up to here. */
const MAX_SEEN = 10_000;

type Target = Pick<SliEvent, GroupLabel>;

const ATTRIBUTE_OF: Readonly<Record<GroupLabel, string>> = {
  provider: A.providerName,
  model: A.requestModel,
  operation: A.operationName,
};

/** What an objective tells apart; the rest would only make more series. */
function attributesOf(
  groupBy: readonly GroupLabel[],
  target: Target
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
