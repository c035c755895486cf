// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  context,
  createContextKey,
  metrics,
  type Context,
  type MeterProvider,
} from '@opentelemetry/api';
import { thrownErrorType } from '../error-type.ts';
import { guarded } from '../guard.ts';
import { SLO_METRICS, SLO_NAME } from '../semconv/own.ts';
import { beginningOf, MAX_MINUTES } from '../slo/sli/local-window.ts';
import {
  budgetOf,
  isRatio,
  type RatioObjective,
} from '../slo/objectives/objective.ts';
import { defaultOperation } from '../slo/objectives/resolve.ts';
import { outcomeOf } from '../slo/sli/sli.ts';
import { createInstruments } from './instruments.ts';
import { SliCounter } from './sli.ts';

/** One operation of the application, and how the last of its calls ended. */
interface Operation {
  errorType?: string | undefined;
  status?: number | undefined;
}

const OPERATION = createContextKey(
  'opentelemetry-instrumentation-genai operation'
);

const SCOPE = 'opentelemetry-instrumentation-genai';

/** There may be two copies of this package in a process, as CommonJS and as ES modules. */
const SHARED = Symbol.for('opentelemetry-instrumentation-genai.slo');
const shared = globalThis as { [SHARED]?: SliCounter };

/** The counter of this process becomes the one that operations are counted by, and windows read. */
export function shareSliCounter(counter: SliCounter): void {
  shared[SHARED] = counter;
}

/** Tells the operation that a call belongs to how the call ended. */
export function tellOperation(
  caller: Context,
  call: { readonly errorType?: string; readonly status?: number }
): void {
  const operation = caller.getValue(OPERATION) as Operation | undefined;
  if (operation === undefined) return;
  operation.errorType = call.errorType;
  operation.status = call.status;
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
  const counter = shared[SHARED] ?? unconfigured();
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
 * What this process itself saw of an objective in its last minutes: for circuit breakers and fallbacks, which cannot ask
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
  const counter = shared[SHARED] ?? unconfigured();
  const { total, bad } = counter.ringOf(objective)?.sum(minutes) ?? NOTHING;
  const begins = Math.max(counter.since, beginningOf(minutes, Date.now()));
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

const NOTHING = { total: 0, bad: 0 };

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

/** Where no instrumentation was given objectives: operations are counted all the same, by the API's meter provider. */
function unconfigured(): SliCounter {
  const known = new WeakMap<
    MeterProvider,
    ReturnType<typeof createInstruments>
  >();
  const counter = new SliCounter([], ({ name }, value, attributes) => {
    const provider = metrics.getMeterProvider();
    let instruments = known.get(provider);
    if (instruments === undefined) {
      const meter = provider.getMeter(SCOPE);
      instruments = createInstruments(meter, [SLO_METRICS.events]);
      known.set(provider, instruments);
      // What was seen before is not known to this one.
      counter.begin();
      counter.expectOperation(String(attributes[SLO_NAME]));
    }
    instruments.get(name)?.(value, attributes);
  });
  shareSliCounter(counter);
  return counter;
}
