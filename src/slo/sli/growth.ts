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
  readonly matchers: readonly string[];
  /** Matchers of all series that show that a process was scraped before: those of the file, and of the same bucket. */
  readonly process: readonly string[];
  /** How far back to count; five minutes unless given. */
  readonly window?: string;
  /** Labels that remain, besides those of the process. */
  readonly by: readonly string[];
  /** Keeps only some of the series, as in `and ignoring (le) …`; gets the name without its suffix. */
  readonly which?: (series: string) => string;
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
  const { series } = counters;
  const plain = () => growthOf(counters, series, time);
  const withUnit = () => growthOf(counters, `${series}_seconds`, time);
  if (names === 'js') return plain();
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
  { suffix = '', matchers, process, window = '5m', by, which }: Counters,
  name: string,
  time: Time
): string {
  const series = `${name}${suffix}{${matchers.join(',')}}`;
  const seen = `${name}${suffix}{${process.join(',')}}`;
  const grown = `${firstValues(series, seen, window, time)} or increase(${series}[${time(window)}])`;
  const kept = which === undefined ? grown : `(${grown}) ${which(name)}`;
  return `sum by (${[...by, ...PROCESS_LABELS].join(', ')}) (${kept})`;
}

/**
 * First values of series that began within the window. `increase()` misses them: a series that begins at 1 has
 * not grown. They count only where the process had other samples before: a process that Prometheus meets for the first
 * time, or again after a gap, brings counts of a past that is not known. `unless` and `and` compare all labels, so only
 * the first operand needs the matchers of the series: patterns of error types are long, and are compiled at each evaluation.
 */
function firstValues(
  series: string,
  seen: string,
  window: string,
  time: Time
): string {
  const back = time(window);
  const samples = `count_over_time(${seen}[${time(twice(window))}])`;
  const process = PROCESS_LABELS.join(', ');
  return `(last_over_time(${series}[${back}]) unless ${seen} offset ${back}) and (${samples} < on (${process}) group_left () max by (${process}) (${samples}))`;
}

function twice(window: string): string {
  return `${2 * Number.parseInt(window, 10)}${window.slice(-1)}`;
}

/** Pieces of a window. Each is the difference between two samples, so that windows add up to what was counted. */
const PIECE = '15s';

/** How far back from a piece the sample before it may be: a process cannot be scraped for a while. */
const LOOKBACK = '5m';

/** A series without a sample for so long, while its process had some, has ended: more than a minute between two scrapes. */
const ENDED = '75s';

/** Selectors of the counter of events. */
export interface CountedEvents {
  /** Series that are counted. */
  readonly series: string;
  /** Series that begin together with them, whatever their outcome: when one of them begins anew, all have. */
  readonly together: string;
  /** Series that show that a process was scraped before: one outcome is enough, since all begin with zeros. */
  readonly process: string;
  /** Labels that remain, besides those of the process. */
  readonly by: readonly string[];
}

/**
 * Events of five minutes by process, from a counter whose series begin with zeros. `increase()` extrapolates, but not below
 * zero, and so counts some percent less where processes live for minutes. All pieces are found again at each evaluation: none
 * is lost when a busy Prometheus evaluates late.
 */
export function eventsByProcess(events: CountedEvents, time: Time): string {
  const by = [...events.by, ...PROCESS_LABELS].join(', ');
  return `sum_over_time((sum by (${by}) (${piece(events, time)}))[${justUnder(time('5m'))}:${time(PIECE)}])`;
}

/**
 * Growth of series in one piece: the last value less the last one before. Where Prometheus meets a process for the first
 * time, or again after a gap, its past is not known: only what it has more than in its first sample counts. Nothing is
 * deducted where a series began
 *
 * - while its process was there before.
 * - anew, as it or one that begins together with it shows by less than before.
 *
 * `and`, `or` and `unless` compare all labels.
 */
function piece(
  { series, together, process }: CountedEvents,
  time: Time
): string {
  const now = (of: string) => `last_over_time(${of}[${time(PIECE)}])`;
  const before = (of: string, back: string) =>
    `last_over_time(${of}[${time(back)}] offset ${time(PIECE)})`;
  const unlessIn = (back: string) =>
    `unless on (${PROCESS_LABELS.join(', ')}) ${before(process, back)}`;
  const old = [
    before(series, ENDED),
    `(${before(series, LOOKBACK)} ${unlessIn(ENDED)})`,
    `(min_over_time(${series}[${time(PIECE)}]) ${unlessIn(LOOKBACK)})`,
  ].join(' or ');
  const anew = `${now(together)} < ${before(together, LOOKBACK)}`;
  return `(${now(series)} - (${old}) unless ignoring (outcome) (${anew})) or ${now(series)}`;
}

/** A window that has as many pieces whether or not its first moment belongs to it: it does up to Prometheus 2, not in 3. */
function justUnder(window: string): string {
  return `${secondsOf(window) * 1000 - 1}ms`;
}
