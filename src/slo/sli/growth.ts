// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { PrometheusSettings } from '../objectives/objective.ts';
import { secondsOf } from '../objectives/windows.ts';

/** Labels that tell one process from another in Prometheus. */
export const PROCESS_LABELS = ['job', 'instance'] as const;

/** Counters whose growth an expression asks for. */
export interface Counters {
  /** Name without a unit and without a suffix. */
  readonly series: string;
  /** `_count`, `_bucket`; a counter has none. */
  readonly suffix?: string;
  /** Whether a Collector adds the unit to the name. */
  readonly unit?: boolean;
  readonly matchers: readonly string[];
  /** Matchers of all series that show that a process was scraped before: those of the file, and of the same bucket. */
  readonly process: readonly string[];
  /** How far back to count; five minutes unless given. */
  readonly window?: string;
  /** Labels that remain, besides those of the process. */
  readonly by: readonly string[];
  /** Keeps only some of the processes, as in `and …`; gets the name without its suffix, and what sums series by process. */
  readonly which?: (series: string, sum: string) => string;
  /** Matchers of series that begin together, whatever their outcome: when one of them begins anew, all have. */
  readonly together?: readonly string[];
}

/** Lengths of time as the rules have them: a rehearsal compresses them. */
type Time = (window: string) => string;

/**
 * Events of the window for each process, by whichever name its series have. A process that arrives under both
 * names is counted once, by the name that grew more.
 */
export function growthByProcess(
  counters: Counters,
  { names }: Pick<PrometheusSettings, 'names'>,
  time: Time
): string {
  const { series, unit = true } = counters;
  const plain = () => growthOf(counters, series, time);
  const withUnit = () => growthOf(counters, `${series}_seconds`, time);
  if (!unit || names === 'js') return plain();
  if (names === 'otlp') return withUnit();
  const labels = [...counters.by, ...PROCESS_LABELS].join(', ');
  return `max by (${labels}) (label_replace(${plain()}, "unit", "none", "", "") or ${withUnit()})`;
}

/** Names under which series with a unit may arrive. */
export function namesOf(
  series: string,
  { names }: Pick<PrometheusSettings, 'names'>
): readonly string[] {
  const withUnit = `${series}_seconds`;
  return { js: [series], otlp: [withUnit], both: [series, withUnit] }[names];
}

function growthOf(
  { suffix = '', process, window = '5m', by, which, ...of }: Counters,
  name: string,
  time: Time
): string {
  const select = (matchers: readonly string[]) =>
    `${name}${suffix}{${matchers.join(',')}}`;
  const grown = grownIn(
    select(of.matchers),
    select(process),
    of.together && select(of.together),
    time
  );
  const sum = `sum by (${[...by, ...PROCESS_LABELS].join(', ')})`;
  const all = `sum_over_time((${sum} (${grown}))[${justUnder(time(window))}:${time(STEP)}])`;
  return which === undefined ? all : `(${all} ${which(name, sum)})`;
}

/** Pieces of a window. Each is the difference between two samples, so that windows add up to what was counted. */
const STEP = '30s';

/** How far back from a piece the sample before it may be: a process cannot be scraped for a while. */
export const LOOKBACK = '5m';

/** A series without a sample for so long, while its process had some, has ended: more than a minute between two scrapes. */
const ENDED = '75s';

/**
 * Growth of series in one piece: the last value less the last one before. `increase()` extrapolates, but not below zero,
 * and so counts some percent less where processes live for minutes. Nothing is deducted where a series began
 *
 * - while its process was there before. A process that Prometheus meets for the first time, or again after a gap, brings
 *   counts of a past that is not known.
 * - anew, as it or one that begins together with it shows by less than before.
 *
 * `and`, `or` and `unless` compare all labels.
 */
function grownIn(
  series: string,
  seen: string,
  together: string | undefined,
  time: Time
): string {
  const now = (of: string) => `last_over_time(${of}[${time(STEP)}])`;
  const before = (of: string, back: string) =>
    `last_over_time(${of}[${time(back)}] offset ${time(STEP)})`;
  const process = `on (${PROCESS_LABELS.join(', ')})`;
  const old = `(${before(series, ENDED)} or (${before(series, LOOKBACK)} unless ${process} ${before(seen, ENDED)}))`;
  const grown =
    together === undefined
      ? `(${now(series)} - ${old} >= 0)`
      : `(${now(series)} - ${old} unless ignoring (outcome) (${now(together)} < ${before(together, LOOKBACK)}))`;
  return `${grown} or ${now(series)} and ${process} ${before(seen, LOOKBACK)}`;
}

/** A window that has as many pieces whether or not its first moment belongs to it: it does up to Prometheus 2, not in 3. */
function justUnder(window: string): string {
  return `${secondsOf(window) * 1000 - 1}ms`;
}
