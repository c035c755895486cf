// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_CLASS_NAMES } from '../../../../src/slo/objectives/error-classes.ts';
import {
  STATUSES,
  type ObjectiveReport,
  type Report,
  type TargetReport,
} from '../../../../src/slo/report/report.ts';
import type { Random } from '../random.ts';

const KINDS = [
  'availability',
  'errorRate',
  'latency',
  'throughput',
  'cost',
] as const;

/** What came from the wire, the more unlike a name the better. */
const NAMES = [
  'gpt-4o-mini',
  '',
  '<script>alert(1)</script>',
  `"quoted" & 'single'`,
  '通义千问-最大-🚀-é',
  'x'.repeat(300),
  'two\nlines\u2028three',
  '\u001b[31mred\u001b]0;title\u0007',
  '\u202egnp.exe',
  'half \ud83d',
  'a | b `c` [d](e) *f* ~~g~~',
] as const;

/** Any report that the types allow. */
export function randomReport(random: Random): Report {
  return {
    service: random.of(NAMES),
    window: random.of(['7d', '28d', '30d']),
    at: '2026-11-26T10:00:00.000Z',
    source: 'http://127.0.0.1:9090/',
    status: random.of(STATUSES),
    alerts: some(random, 3, () => ({
      name: random.of(NAMES),
      severity: random.of(NAMES),
      target: random.of(NAMES),
    })),
    took: { seconds: random.next(), queries: random.below(200) },
    warnings: some(random, 2, () => random.of(NAMES)),
    objectives: some(random, 3, () => randomObjective(random)),
  };
}

function randomObjective(random: Random): ObjectiveReport {
  const kind = random.of(KINDS);
  return {
    name: random.of(NAMES),
    kind,
    description: random.of(NAMES),
    promise: random.of(NAMES),
    ...(kind !== 'cost' && { target: random.chance(0.1) ? 1 : random.next() }),
    unit: random.of(['calls', 'operations', 'minutes', 'USD']),
    consumers: random.chance(0.5)
      ? {}
      : {
          target: { name: random.of(NAMES), share: random.next() },
          day: { name: '2026-11-20', share: random.next() },
        },
    ...(random.chance(0.2) && { noData: random.of(NAMES) }),
    targets: some(random, 4, () => randomTarget(random, kind === 'cost')),
  };
}

function randomTarget(random: Random, isCost: boolean): TargetReport {
  const maybe = <Value>(value: Value) =>
    random.chance(0.5) ? value : undefined;
  const sli = isCost ? undefined : maybe(random.next());
  const daysToExhaustion = maybe(size(random));
  const errorRatio = random.next();
  return {
    labels: Object.fromEntries(
      (['provider', 'model', 'operation'] as const)
        .filter(() => random.chance(0.6))
        .map(name => [name, random.of(NAMES)])
    ),
    status: random.of(STATUSES),
    reason: random.of(NAMES),
    total: size(random),
    bad: size(random),
    ...(sli !== undefined && { sli }),
    budget: {
      allowed: size(random),
      spent: size(random),
      left: size(random) - size(random),
      used: size(random),
    },
    burn: Object.fromEntries(
      (['1h', '6h', '3d'] as const)
        .filter(() => random.chance(0.7))
        .map(name => [name, size(random)])
    ),
    ...(daysToExhaustion !== undefined && { daysToExhaustion }),
    pages: random.chance(0.2),
    ...(random.chance(0.3) && { unseen: size(random) }),
    ...(random.chance(0.3) && { from: { cluster: random.of(NAMES) } }),
    burnDown: some(random, 40, index => ({
      at: new Date(Date.UTC(2026, 9, 1 + index)).toISOString(),
      left: 1 - size(random),
    })),
    ...(random.chance(0.5) && {
      latencyHistory: some(random, 31, day => ({
        at: new Date(Date.UTC(2026, 9, 1 + day)).toISOString(),
        ...(random.chance(0.8) && { p50: size(random), p99: size(random) }),
      })),
      errorHistory: some(random, 31, day => ({
        at: new Date(Date.UTC(2026, 9, 1 + day)).toISOString(),
        counts: { [random.of(ERROR_CLASS_NAMES)]: size(random) },
      })),
      previous: { total: size(random), bad: size(random), sli: random.next() },
    }),
    coverage: random.next(),
    ...(random.chance(0.5) && {
      latency: { p50: size(random), p99: size(random) },
    }),
    errors: some(random, 5, () => ({
      errorType: random.of(NAMES),
      errorClass: random.of(ERROR_CLASS_NAMES),
      count: size(random),
      verdict: random.of(['bad', 'good', 'exclude'] as const),
    })),
    ...(random.chance(0.5) && {
      worstHour: {
        at: '2026-11-20T03:00:00.000Z',
        until: '2026-11-20T04:00:00.000Z',
        errorRatio,
      },
    }),
    history: some(random, 31, day => {
      const total = random.chance(0.2) ? 0 : size(random);
      return {
        at: new Date(Date.UTC(2026, 9, 1 + day)).toISOString(),
        total,
        bad: total * errorRatio,
        ...(total > 0 && { errorRatio }),
      };
    }),
  };
}

/** Zero, a part of one, or up to a thousand billion. */
function size(random: Random): number {
  return random.chance(0.2)
    ? 0
    : 10 ** (random.next() * 16 - 4) * random.next();
}

function some<Item>(
  random: Random,
  most: number,
  make: (index: number) => Item
): Item[] {
  return Array.from({ length: random.below(most + 1) }, (_, index) =>
    make(index)
  );
}
