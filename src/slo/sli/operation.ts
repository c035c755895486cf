// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  context,
  createContextKey,
  metrics,
  ValueType,
  type Counter,
  type MeterProvider,
} from '@opentelemetry/api';
import { thrownErrorType } from '../../error-type.ts';
import { guarded } from '../../guard.ts';
import { NAME } from '../../version.ts';
import { SLO_METRICS, SLO_NAME } from '../../semconv/own.ts';
import { beginningOf, MAX_MINUTES } from './local-window.ts';
import {
  budgetOf,
  isRatio,
  type RatioObjective,
} from '../objectives/objective.ts';
import { defaultOperation } from '../objectives/resolve.ts';
import { outcomeOf } from './sli.ts';
import { SliCounter } from './counter.ts';

/** One operation of the application, and how the last of its calls ended. */
export interface Operation {
  errorType?: string | undefined;
  status?: number | undefined;
}

/** The context key of the {@link Operation} that calls belong to. */
export const OPERATION = createContextKey(
  'opentelemetry-instrumentation-genai operation'
);

/** The counters of this process, for every copy of this package in it: as CommonJS and as ES modules. */
interface Counters {
  /** Those of the enabled instrumentations; the first one counts operations and is read by {@link localWindow}. */
  readonly enabled: SliCounter[];
  /** The counter that was disabled last, or one without objectives: stands in while none is enabled. */
  fallback?: SliCounter;
}

const SHARED = Symbol.for('opentelemetry-instrumentation-genai.slo');

function counters(): Counters {
  const shared = globalThis as { [SHARED]?: Counters };
  return (shared[SHARED] ??= { enabled: [] });
}

/** Adds the counter of an instrumentation that was enabled. Where another one is enabled already, it waits. */
export function addSliCounter(counter: SliCounter): void {
  const all = counters();
  if (all.enabled.includes(counter)) return;
  if (all.enabled.length === 0) delete all.fallback;
  all.enabled.push(counter);
}

/** The counter's instrumentation has seen a call: of several it is the active one, and its counter is the one to ask. */
export function preferSliCounter(counter: SliCounter): void {
  const { enabled } = counters();
  if (enabled[0] === counter) return;
  const at = enabled.indexOf(counter);
  if (at !== -1) enabled.splice(at, 1);
  enabled.unshift(counter);
}

/** Removes the counter of an instrumentation that was disabled. What it has counted can still be read. */
export function removeSliCounter(counter: SliCounter): void {
  const { enabled } = counters();
  const at = enabled.indexOf(counter);
  if (at === -1) return;
  enabled.splice(at, 1);
  counters().fallback = counter;
}

function currentCounter(): SliCounter {
  const all = counters();
  return all.enabled[0] ?? (all.fallback ??= unconfigured());
}

/**
 * Counts one operation of the application, whatever calls and retries it takes, in the counter `genai.slo.events` with
 * `slo` = `name`: good when `fn` comes to its end, and by the class of the error when it does not. An objective of this
 * name with `source: operation` says which classes count and, for a latency, how long it may take. Of names that no
 * objective has there may be a hundred; the rest are counted as `_OTHER`.
 *
 * @returns what `fn` returns; what it throws is thrown.
 */
export async function withOperation<T>(
  name: string,
  fn: () => T | PromiseLike<T>
): Promise<T> {
  const counter = currentCounter();
  const operation: Operation = {};
  const start = performance.now();
  const count = (thrown?: { readonly error: unknown }) =>
    guarded('operation', () => {
      const duration = (performance.now() - start) / 1000;
      const failed = thrown && failureOf(operation, thrown.error);
      const outcome = outcomeOf(objectiveOf(counter, name), {
        errorType: failed?.errorType,
        status: failed?.status,
        seconds: { duration },
      });
      if (outcome !== undefined) counter.countOperation(name, outcome);
    });
  guarded('operation', () => counter.expectOperation(name));
  let result: T;
  try {
    result = await context.with(
      context.active().setValue(OPERATION, operation),
      fn
    );
  } catch (error) {
    count({ error });
    throw error;
  }
  count();
  return result;
}

/** Good and bad events of one objective in this process. */
export interface LocalWindow {
  /** Other processes, and what was before this one started, are in Prometheus alone. */
  readonly scope: 'process';
  /** The first moment that it covers. */
  readonly since: Date;
  readonly total: number;
  readonly bad: number;
  /** How many times faster than allowed the budget was spent; `undefined` without events. */
  readonly burn: number | undefined;
}

/**
 * Returns the counts of this process for an objective in the last minutes, for circuit breakers and fallbacks, which cannot ask
 * Prometheus. It is no SLI of the service.
 *
 * @param objective name of an objective that the instrumentation was given, or of an operation.
 * @param minutes whole, from 1 to 60.
 * @throws RangeError where `minutes` is not.
 */
export function localWindow(
  objective: string,
  { minutes = MAX_MINUTES }: { readonly minutes?: number } = {}
): LocalWindow {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MAX_MINUTES) {
    throw new RangeError(
      `minutes: ${minutes} was given; allowed: a whole number from 1 to ${MAX_MINUTES}`
    );
  }
  const counter = currentCounter();
  const { enabled, fallback = counter } = counters();
  // Each call is counted by one of them: the one whose instrumentation was active then.
  let total = 0;
  let bad = 0;
  let first = Infinity;
  for (const one of new Set([...enabled, fallback])) {
    const sum = one.ringOf(objective)?.sum(minutes);
    total += sum?.total ?? 0;
    bad += sum?.bad ?? 0;
    first = Math.min(first, one.since);
  }
  const begins = Math.max(first, beginningOf(minutes, Date.now()));
  return {
    scope: 'process',
    since: new Date(begins),
    total,
    bad,
    burn:
      total === 0
        ? undefined
        : bad / total / budgetOf(objectiveOf(counter, objective)),
  };
}

function objectiveOf({ objectives }: SliCounter, name: string): RatioObjective {
  const found = objectives.find(one => one.name === name);
  return found !== undefined && isRatio(found) ? found : defaultOperation(name);
}

/** Why an operation failed: as its last call did, else as what was thrown says. */
function failureOf(
  { errorType, status }: Operation,
  error: unknown
): { errorType: string; status: number | undefined } {
  if (errorType !== undefined) return { errorType, status };
  const { status: said } = (error ?? {}) as { status?: unknown };
  return {
    errorType: thrownErrorType(error),
    status: typeof said === 'number' ? said : undefined,
  };
}

/** A counter without objectives, by the API's meter provider. */
function unconfigured(): SliCounter {
  const known = new WeakMap<MeterProvider, Counter>();
  const counter: SliCounter = new SliCounter(
    [],
    ({ name }, value, attributes) => {
      const provider = metrics.getMeterProvider();
      let instrument = known.get(provider);
      if (instrument === undefined) {
        const { description, unit } = SLO_METRICS.events;
        instrument = provider
          .getMeter(NAME)
          .createCounter(name, { description, unit, valueType: ValueType.INT });
        known.set(provider, instrument);
        // The zeros that an earlier provider was given are unknown to this one.
        counter.begin();
        counter.expectOperation(String(attributes[SLO_NAME]));
      }
      instrument.add(value, attributes);
    }
  );
  return counter;
}
