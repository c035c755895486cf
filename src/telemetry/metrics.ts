// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Meter, MeterProvider } from '@opentelemetry/api';
import type { Call, LimitKind } from '../call.ts';
import {
  OF_FIRST_AUDIO,
  OF_LIMIT,
  OF_RETRY,
  SHARED,
} from '../semconv/metric-attributes.ts';
import {
  COST_METRICS,
  OWN_METRICS,
  SLO_METRICS,
  TURN_METRICS,
} from '../semconv/own.ts';
import type { MetricDefinition, Profile } from '../semconv/profile.ts';
import type { Objectives } from '../slo/objectives/objective.ts';
import { withThresholds } from '../slo/sli/boundaries.ts';
import { SliCounter } from '../slo/sli/counter.ts';
import { preferSliCounter } from '../slo/sli/operation.ts';
import { measureCost, type Pricer, purchaseOf } from './cost.ts';
import { createInstruments, type Instrument } from './instruments.ts';
import {
  type CallAttributes,
  MetricAttributes,
  type MetricAttributesOptions,
  verdictOf,
} from './metric-attributes.ts';

export interface MetricsOptions extends MetricAttributesOptions {
  readonly profile: Profile;
  /** Whether this package's own metrics, `genai.client.*`, are recorded. */
  readonly ownMetrics: boolean;
  /** Prices for the calls, if cost is on. */
  readonly cost?: Pricer | undefined;
  /** The objectives, if there are any. */
  readonly slo?: Objectives | undefined;
}

/** Returns the meter. Called for each call, because the provider may be registered late or replaced. */
export interface MeterSource {
  provider(): MeterProvider;
  meterOf(provider: MeterProvider): Meter;
}

/**
 * Records the measurements of calls. Instruments are created at the first call, and again when the meter provider has
 * changed: the API has no proxy meter, so an instrument that was created too early never records.
 */
export class CallMetrics {
  readonly #options: MetricsOptions;
  readonly #source: MeterSource;
  readonly #definitions: readonly MetricDefinition[];
  readonly #attributes: MetricAttributes;
  /** Counts the events of the objectives, if there are any. */
  readonly sli: SliCounter | undefined;
  readonly #byProvider = new WeakMap<MeterProvider, Instruments>();
  /** The meter provider of the previous call; it rarely changes. */
  #provider: MeterProvider | undefined;
  #ofProvider: Instruments = NONE;

  constructor(options: MetricsOptions, source: MeterSource) {
    const { profile, ownMetrics, cost, slo } = options;
    this.#options = options;
    this.#source = source;
    this.#definitions = [
      ...withThresholds(profile.metrics, slo),
      ...(ownMetrics ? Object.values(OWN_METRICS) : []),
      ...withThresholds(ownMetrics ? [FIRST_AUDIO] : [], slo),
      ...(cost === undefined ? [] : Object.values(COST_METRICS)),
      ...(slo === undefined ? [] : Object.values(SLO_METRICS)),
    ];
    this.#attributes = new MetricAttributes(options, namedModels(slo));
    this.sli =
      slo &&
      new SliCounter(
        slo.objectives,
        (metric, value, attributes) =>
          this.#instruments().get(metric.name)?.(value, attributes),
        call =>
          call.request.model === undefined
            ? undefined
            : this.#attributes.modelOf(call.request.model, verdictOf(call))
      );
  }

  /** Creates the series that exist from the beginning, as soon as a meter provider is registered. */
  start(): void {
    if (this.sli !== undefined) this.#instruments();
  }

  /** Counts a call as active until the returned function is called. */
  begin(call: Call): () => void {
    if (this.sli !== undefined) preferSliCounter(this.sli);
    this.#options.cost?.prepare(purchaseOf(call));
    const add = this.#instruments().get(OWN_METRICS.activeRequests.name);
    if (add === undefined) return () => {};
    const attributes = this.#attributes.ofDestination(call);
    add(1, attributes);
    return () => add(-1, attributes);
  }

  /** The request of an open call has become known. */
  expect(call: Call): void {
    this.sli?.expect(call);
  }

  /** Records the chunk intervals buffered so far, and drops them. */
  recordChunks(call: Call, measured: ReadonlySet<string>): void {
    const { chunkIntervals } = call;
    if (chunkIntervals.length === 0) return;
    const instruments = this.#instruments();
    if (instruments.size > 0) {
      const attributes = this.#attributes.of(call).get(SHARED);
      for (const { name } of this.#options.profile.chunkMetrics) {
        const record = instruments.get(name);
        if (record === undefined || measured.has(name)) continue;
        for (let index = 0; index < chunkIntervals.length; index++) {
          record(chunkIntervals[index] as number, attributes);
        }
      }
    }
    chunkIntervals.length = 0;
  }

  /** Records a call that has ended, except the metrics in `measured`, which another producer records. */
  record(call: Call, measured: ReadonlySet<string>): void {
    this.recordChunks(call, measured);
    const instruments = this.#instruments();
    if (instruments.size > 0) {
      const attributes = this.#attributes.of(call);
      this.#options.profile.measure(call, (metric, value, set) => {
        if (measured.has(metric.name)) return;
        instruments.get(metric.name)?.(value, attributes.get(set));
      });
      this.#recordLimits(call, instruments, attributes);
      const { start, firstAudio } = call.times;
      if (firstAudio !== undefined) {
        const seconds = Math.max(0, firstAudio - start) / 1000;
        const record = instruments.get(FIRST_AUDIO.name);
        record?.(seconds, attributes.get(OF_FIRST_AUDIO));
      }
    }
    this.sli?.count(call);
  }

  /** Records only the metrics of a call that another producer should have recorded but has not. */
  recordUnmeasured(call: Call, measured: ReadonlySet<string>): void {
    const instruments = this.#instruments();
    const attributes = this.#attributes.of(call);
    this.#options.profile.measure(call, (metric, value, set) => {
      if (!measured.has(metric.name)) return;
      instruments.get(metric.name)?.(value, attributes.get(set));
    });
  }

  /** Records the cost of a call that has ended, or later if its prices are still being loaded. */
  recordCost(call: Call): void {
    const { cost } = this.#options;
    if (cost === undefined) return;
    const attributes = this.#attributes.of(call);
    measureCost(call, cost, (metric, value, set) =>
      this.#instruments().get(metric.name)?.(value, attributes.get(set))
    );
  }

  #recordLimits(
    { limits }: Call,
    instruments: Instruments,
    attributes: CallAttributes
  ): void {
    if (limits === undefined || !this.#options.ownMetrics) return;
    const gauge = instruments.get(OWN_METRICS.limitRemaining.name);
    for (const kind in limits.remaining) {
      const left = limits.remaining[kind as LimitKind];
      if (left === undefined) continue;
      gauge?.(left, attributes.get(OF_LIMIT[kind as LimitKind]));
    }
    const { retryAfter } = limits;
    if (retryAfter === undefined || retryAfter > LONGEST_WAIT) return;
    const histogram = instruments.get(OWN_METRICS.retryAfter.name);
    histogram?.(retryAfter, attributes.get(OF_RETRY));
  }

  #instruments(): Instruments {
    const provider = this.#source.provider();
    if (provider === this.#provider) return this.#ofProvider;
    let instruments = this.#byProvider.get(provider);
    const isNew = instruments === undefined;
    if (instruments === undefined) {
      instruments = createInstruments(
        this.#source.meterOf(provider),
        this.#definitions
      );
      this.#byProvider.set(provider, instruments);
    }
    this.#provider = provider;
    this.#ofProvider = instruments;
    if (isNew) this.sli?.begin();
    return instruments;
  }
}

export function createCallMetrics(
  options: MetricsOptions,
  source: MeterSource
): CallMetrics {
  return new CallMetrics(options, source);
}

const FIRST_AUDIO = TURN_METRICS.timeToFirstAudio;

type Instruments = ReadonlyMap<string, Instrument>;
const NONE: Instruments = new Map();

/** A year, in seconds. A header with a larger value is a mistake and would distort the sum of the histogram. */
const LONGEST_WAIT = 366 * 24 * 3600;

/** Models that objectives name; they have places on metrics from the beginning. */
function namedModels(slo: Objectives | undefined): string[] {
  const models = slo?.objectives.flatMap(({ match }) => match.model ?? []);
  return models?.filter(model => !model.includes('*')) ?? [];
}
