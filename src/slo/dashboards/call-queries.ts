// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { errorTypePattern } from '../objectives/error-classes.ts';
import {
  ACTIVE_SERIES,
  COST_SERIES,
  ERROR_TYPE,
  LABELS,
  latencySeries,
  REMAINING_SERIES,
  RETRY_AFTER_SERIES,
  tokenSeries,
  UNPRICED_SERIES,
  type TokenType,
} from '../sli/metric-names.ts';
import type {
  LatencyMetric,
  PrometheusSettings,
} from '../objectives/objective.ts';
import { boundaryMatcher, quoted, selecting, sumRate } from '../sli/promql.ts';

/** Labels that distinguish series. */
export type By = readonly string[];

export const PROVIDER_AND_MODEL: By = [LABELS.provider, LABELS.model];

/** The legend of a series of {@link PROVIDER_AND_MODEL}. */
export const MODEL_LEGEND = legendOf(PROVIDER_AND_MODEL);

/** The choices of the variables; `.*` matches series without the label, too. */
const JOB_AND_PROVIDER = [
  'cluster=~"$cluster"',
  'job=~"$job"',
  'instance=~"$instance"',
  `${LABELS.provider}=~"$provider"`,
] as const;
const CHOSEN = [...JOB_AND_PROVIDER, `${LABELS.model}=~"$model"`] as const;

const ANSWERED = `${ERROR_TYPE}=""`;
const FAILED = `${ERROR_TYPE}!=""`;
const THROTTLED = `${ERROR_TYPE}=~${quoted(errorTypePattern(['throttled']))}`;

/** The legend of a series: the values of its labels. */
export function legendOf(labels: By): string {
  return labels.map(label => `{{${label}}}`).join(' ');
}

/** Queries of the metrics of the chosen calls: the variables job, provider and model. */
export class CallQueries {
  readonly #settings: PrometheusSettings;
  readonly #window: string;

  /** @param window a variable of Grafana: each step of a graph, or the whole time range. */
  constructor(
    settings: PrometheusSettings,
    window: '$__rate_interval' | '$__range'
  ) {
    this.#settings = settings;
    this.#window = window;
  }

  /** Finds the series that the values of variables are read from. */
  get selector(): string {
    const { names } = this.#settings;
    const unit = { js: '', otlp: '_seconds', both: '(_seconds)?' }[names];
    const name = `${latencySeries('duration', this.#settings)}${unit}_count`;
    return `{${selecting(this.#settings, [`__name__=~${quoted(name)}`]).join(',')}}`;
  }

  /** Calls per second, including failed ones. */
  calls(by: By, matchers: readonly string[] = []): string {
    return this.#latency('duration', '_count', by, matchers);
  }

  failures(by: By): string {
    return this.calls(by, [FAILED]);
  }

  failedShare(by: By): string {
    return this.#shareOfCalls(this.failures(by), by);
  }

  throttled(by: By): string {
    return this.calls(by, [THROTTLED]);
  }

  throttledShare(by: By): string {
    return this.#shareOfCalls(this.throttled(by), by);
  }

  /** Quantile of the latency of answered calls, in seconds. */
  quantile(quantile: number, metric: LatencyMetric, by: By): string {
    return `histogram_quantile(${quantile}, ${this.buckets(metric, by)})`;
  }

  /** Answers per second, by bucket. */
  buckets(metric: LatencyMetric, by: By = []): string {
    return this.#latency(metric, '_bucket', [...by, 'le'], [ANSWERED]);
  }

  /** Share of the answers that came in time. */
  withinShare(
    metric: LatencyMetric,
    threshold: number,
    matchers: readonly string[]
  ): string {
    const answered = [...matchers, ANSWERED];
    const within = [...answered, boundaryMatcher(threshold)];
    return `${this.#latency(metric, '_bucket', [], within)} / (${this.#latency(metric, '_count', [], answered)} > 0)`;
  }

  /** Tokens per second. */
  tokens(type: TokenType, by: By, suffix: '_sum' | '_count' = '_sum'): string {
    const { series, matchers } = tokenSeries(type, this.#settings);
    return this.#rate(series, by, matchers, { suffix });
  }

  tokensPerCall(type: TokenType, by: By): string {
    return `${this.tokens(type, by)} / (${this.tokens(type, by, '_count')} > 0)`;
  }

  /** USD per second. */
  cost(by: By): string {
    return this.#rate(COST_SERIES, by);
  }

  costPerMillionTokens(by: By): string {
    const input = this.tokens('input', by);
    // Embeddings have no output.
    const all = `(${input} + ${this.tokens('output', by)} or ${input})`;
    return `1e6 * ${this.cost(by)} / (${all} > 0)`;
  }

  unpriced(by: By): string {
    return this.#rate(UNPRICED_SERIES, by);
  }

  /** Open calls. Their model is not known when they begin. */
  active(by: By): string {
    return `sum by (${by.join(', ')}) (${ACTIVE_SERIES}{${this.#chosen(JOB_AND_PROVIDER)}})`;
  }

  /** The lowest remainder of a limit that any process received. */
  remaining(by: By, matchers: readonly string[] = []): string {
    return `min by (${by.join(', ')}) (${REMAINING_SERIES}{${this.#chosen([...CHOSEN, ...matchers])}})`;
  }

  /** Average seconds that providers asked to wait for. */
  retryAfter(by: By): string {
    const part = (suffix: string) =>
      this.#rate(RETRY_AFTER_SERIES, by, [], { suffix, unit: true });
    return `${part('_sum')} / (${part('_count')} > 0)`;
  }

  #chosen(matchers: readonly string[]): string {
    return selecting(this.#settings, matchers).join(',');
  }

  /** Without failures the share is 0, rather than no value. */
  #shareOfCalls(some: string, by: By): string {
    const all = this.calls(by);
    return `(${some} or 0 * ${all}) / (${all} > 0)`;
  }

  #latency(
    metric: LatencyMetric,
    suffix: string,
    by: By,
    matchers: readonly string[]
  ): string {
    const series = latencySeries(metric, this.#settings);
    return this.#rate(series, by, matchers, { suffix, unit: true });
  }

  #rate(
    series: string,
    by: By,
    matchers: readonly string[] = [],
    { suffix = '', unit = false } = {}
  ): string {
    return sumRate(
      {
        series,
        suffix,
        unit,
        matchers: selecting(this.#settings, [...CHOSEN, ...matchers]),
        window: this.#window,
        by,
      },
      this.#settings
    );
  }
}
