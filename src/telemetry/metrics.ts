// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { metrics, type MeterProvider } from '@opentelemetry/api';
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
import { InstrumentCache, type Instruments } from './instruments.ts';
import {
  type CallAttributes,
  CallRecorder,
  MetricAttributes,
  type MetricAttributesOptions,
  Open,
  record,
} from './metric-attributes.ts';
import { verdictOf } from './metric-gate.ts';
import type { ChosenProviders, MeterSource, Scope } from './providers.ts';

export interface MetricsOptions extends MetricAttributesOptions {
  readonly profile: Profile;
  /** Whether this package's own metrics, `genai.client.*`, are recorded. */
  readonly ownMetrics: boolean;
  /** Prices for the calls, if cost is on. */
  readonly cost?: Pricer | undefined;
  /** The objectives, if there are any. */
  readonly slo?: Objectives | undefined;
}

/** Uses the provider that was chosen, else the global one. */
function meterSource(
  { name, version, schemaUrl }: Scope,
  chosen: ChosenProviders
): MeterSource {
  return {
    provider: () => chosen.meters ?? metrics.getMeterProvider(),
    meterOf: provider => provider.getMeter(name, version, { schemaUrl }),
  };
}

/**
 * Records the measurements of calls. Instruments are created at the first call, and again when the meter provider has
 * changed: the API has no proxy meter, so an instrument that was created too early never records.
 */
export class CallMetrics {
  readonly #options: MetricsOptions;
  readonly source: MeterSource;
  readonly #cache: InstrumentCache;
  readonly #attributes: MetricAttributes;
  /** Counts the events of the objectives, if there are any. */
  readonly sli: SliCounter | undefined;
  /** The meter provider of the previous call; it rarely changes. */
  #provider: MeterProvider | undefined;
  #ofProvider: Instruments = NONE;

  constructor(options: MetricsOptions, source: MeterSource) {
    const { profile, ownMetrics, cost, slo } = options;
    this.#options = options;
    this.source = source;
    const definitions: MetricDefinition[] = [
      ...withThresholds(profile.metrics, slo),
      ...(ownMetrics ? Object.values(OWN_METRICS) : []),
      ...withThresholds(ownMetrics ? [FIRST_AUDIO] : [], slo),
      ...(cost === undefined ? [] : Object.values(COST_METRICS)),
      ...(slo === undefined ? [] : Object.values(SLO_METRICS)),
    ];
    const attributes = new MetricAttributes(options, namedModels(slo));
    this.#attributes = attributes;
    this.#cache = new InstrumentCache(source, definitions, () =>
      attributes.openCounts()
    );
    this.sli =
      slo &&
      new SliCounter(
        slo.objectives,
        ({ name }, value, of) => record(this.#instruments(), name, value, of),
        call =>
          call.request.model === undefined
            ? undefined
            : attributes.modelOf(call.request.model, verdictOf(call))
      );
  }

  /** Creates the series that exist from the beginning, as soon as a meter provider is registered. */
  start(): void {
    if (this.sli !== undefined) this.#instruments();
  }

  /** Counts a call as active until it is ended. */
  begin(call: Call): Open {
    if (this.sli !== undefined) preferSliCounter(this.sli);
    this.#options.cost?.prepare(purchaseOf(call));
    const count = this.#attributes.openTo(call);
    const counter = this.#instruments().get(OWN_METRICS.activeRequests.name);
    return new Open(count, counter);
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
        const histogram = instruments.get(name);
        if (histogram === undefined || measured.has(name)) continue;
        for (let index = 0; index < chunkIntervals.length; index++) {
          histogram.record(chunkIntervals[index] as number, attributes);
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
      const recorder = new CallRecorder(instruments, attributes, measured);
      this.#options.profile.measure(call, recorder);
      this.#recordLimits(call, instruments, attributes);
      const { start, firstAudio } = call.times;
      if (firstAudio !== undefined) {
        const seconds = Math.max(0, firstAudio - start) / 1000;
        const of = attributes.get(OF_FIRST_AUDIO);
        record(instruments, FIRST_AUDIO.name, seconds, of);
      }
    }
    this.sli?.count(call);
  }

  /** Records only the metrics of a call that another producer should have recorded but has not. */
  recordUnmeasured(call: Call, measured: ReadonlySet<string>): void {
    const instruments = this.#instruments();
    const attributes = this.#attributes.of(call);
    this.#options.profile.measure(call, {
      record({ name }, value, set) {
        if (!measured.has(name)) return;
        record(instruments, name, value, attributes.get(set));
      },
    });
  }

  /** Records the cost of a call that has ended, or later if its prices are still being loaded. */
  recordCost(call: Call): void {
    const { cost } = this.#options;
    if (cost === undefined) return;
    const attributes = this.#attributes.of(call);
    // The prices may come after the instruments have changed.
    const instruments = (): Instruments => this.#instruments();
    measureCost(call, cost, {
      record({ name }, value, set) {
        record(instruments(), name, value, attributes.get(set));
      },
    });
  }

  #recordLimits(
    { limits }: Call,
    instruments: Instruments,
    attributes: CallAttributes
  ): void {
    if (limits === undefined || !this.#options.ownMetrics) return;
    const { limitRemaining, retryAfter: histogram } = OWN_METRICS;
    for (const kind in limits.remaining) {
      const left = limits.remaining[kind as LimitKind];
      if (left === undefined) continue;
      const of = attributes.get(OF_LIMIT[kind as LimitKind]);
      record(instruments, limitRemaining.name, left, of);
    }
    const { retryAfter } = limits;
    if (retryAfter === undefined || retryAfter > LONGEST_WAIT) return;
    record(instruments, histogram.name, retryAfter, attributes.get(OF_RETRY));
  }

  #instruments(): Instruments {
    const provider = this.source.provider();
    if (provider === this.#provider) return this.#ofProvider;
    const isNew = !this.#cache.has(provider);
    this.#provider = provider;
    this.#ofProvider = this.#cache.of(provider);
    if (isNew) this.sli?.begin();
    return this.#ofProvider;
  }
}

export function createCallMetrics(
  options: MetricsOptions,
  scope: Scope,
  chosen: ChosenProviders
): CallMetrics {
  return new CallMetrics(options, meterSource(scope, chosen));
}

const FIRST_AUDIO = TURN_METRICS.timeToFirstAudio;

const NONE: Instruments = new Map();

/** A year, in seconds. A header with a larger value is a mistake and would distort the sum of the histogram. */
const LONGEST_WAIT = 366 * 24 * 3600;

/** Models that objectives name; they have places on metrics from the beginning. */
function namedModels(slo: Objectives | undefined): string[] {
  const models = slo?.objectives.flatMap(({ match }) => match.model ?? []);
  return models?.filter(model => !model.includes('*')) ?? [];
}
