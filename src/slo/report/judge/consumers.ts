// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Consumer, Consumers, TargetReport } from '../report.ts';
import { targetName } from '../target-name.ts';

/** Finds what spent most of the budget: the target, the class of errors, and the day. */
export function consumersOf(targets: readonly TargetReport[]): Consumers {
  const counted = targets.flatMap(({ errors }) =>
    errors.filter(({ verdict }) => verdict === 'bad')
  );
  const target = greatest(
    targets.map(one => [targetName(one), one.budget.spent])
  );
  const errorClass = greatest(
    counted.map(({ errorClass: name, count }) => [name, count])
  );
  const day = greatest(
    targets.flatMap(({ history }) =>
      history.map(({ at, bad }) => [at.slice(0, 10), bad] as const)
    )
  );
  return {
    // The only target has all of it.
    ...(target !== undefined && targets.length > 1 && { target }),
    ...(errorClass !== undefined && { errorClass }),
    ...(day !== undefined && { day }),
  };
}

function greatest(
  parts: readonly (readonly [name: string, amount: number])[]
): Consumer | undefined {
  const sums = new Map<string, number>();
  for (const [name, amount] of parts) {
    sums.set(name, (sums.get(name) ?? 0) + amount);
  }
  const all = [...sums.values()].reduce((sum, amount) => sum + amount, 0);
  const [first] = [...sums].sort(([, a], [, b]) => b - a);
  if (first === undefined || all <= 0) return undefined;
  return { name: first[0], share: first[1] / all };
}
