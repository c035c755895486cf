// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Meter, MeterProvider } from '@opentelemetry/api';
import type { Call, LimitKind } from '../call.ts';
import { ATTRIBUTES } from '../semconv/attributes.ts';
import {
  COST_METRICS,
  destinationAttributes,
  LIMIT_KIND,
  limitAttributes,
  OWN_METRICS,
  SLO_METRICS,
} from '../semconv/own.ts';
import type {
  Attributes,
  Measure,
  MetricDefinition,
  Profile,
} from '../semconv/profile.ts';
import { withThresholds } from '../slo/sli/boundaries.ts';
import type { Objectives } from '../slo/objectives/objective.ts';
import { measureCost, type Pricer, purchaseOf } from './cost.ts';
import { createInstruments, type Instrument } from './instruments.ts';
import { SliCounter } from '../slo/sli/counter.ts';
import { preferSliCounter } from '../slo/sli/operation.ts';

export interface MetricsOptions {
  readonly profile: Profile;
  /** Attributes that may stand on a metric of the conventions. */
  readonly metricAttributes: ReadonlySet<string>;
  /** Distinct model names on metrics before the rest become `_OTHER`. */
  readonly maxModels: number;
  /** Prices of the calls, if they are to be priced. */
  readonly cost?: Pricer | undefined;
  /** What is promised of the calls, if anything is. */
  readonly slo?: Objectives | undefined;
}

/** Where meters come from; asked at each call, for the provider may come late or be replaced. */
export interface MeterSource {
  provider(): MeterProvider;
  meterOf(provider: MeterProvider): Meter;
}

const MODEL_ATTRIBUTES = [
  ATTRIBUTES.requestModel,
  ATTRIBUTES.responseModel,
] as const;

const OTHER = '_OTHER';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Records the measurements of calls. Instruments are made at the first call, and again when the meter provider has
 * changed: the API has no proxy meter, and one that was made too early never records.
 */
export class CallMetrics {
  readonly #options: MetricsOptions;
  readonly #source: MeterSource;
  readonly #definitions: readonly MetricDefinition[];
  /** Counts what the objectives are about, if there are any. */
  readonly sli: SliCounter | undefined;
  readonly #models = new Set<string>();
  readonly #byProvider = new WeakMap<
    MeterProvider,
    ReadonlyMap<string, Instrument>
  >();

  constructor(options: MetricsOptions, source: MeterSource) {
    this.#options = options;
    this.#source = source;
    this.#definitions = [
      ...withThresholds(options.profile.metrics, options.slo),
      ...Object.values(OWN_METRICS),
      ...(options.cost === undefined ? [] : Object.values(COST_METRICS)),
      ...(options.slo === undefined ? [] : Object.values(SLO_METRICS)),
    ];
    this.sli =
      options.slo &&
      new SliCounter(options.slo.objectives, (metric, value, attributes) =>
        this.#recordOwn(metric, value, attributes)
      );
  }

  /** Makes what is there from the beginning, as soon as there is somebody to tell. */
  start(): void {
    if (this.sli !== undefined) this.#instruments();
  }

  /** Counts a call among the active ones until what it returns is called. */
  begin(call: Call): () => void {
    if (this.sli !== undefined) preferSliCounter(this.sli);
    this.#options.cost?.prepare(purchaseOf(call));
    const add = this.#instruments().get(OWN_METRICS.activeRequests.name);
    const attributes = destinationAttributes(call);
    add?.(1, attributes);
    return () => add?.(-1, attributes);
  }

  /** What is asked is known now, of a call that has not ended. */
  expect(call: Call): void {
    this.sli?.expect(call);
  }

  /** Records the chunk intervals that a running call holds, and lets go of them. */
  recordChunks(call: Call, measured: ReadonlySet<string>): void {
    this.#options.profile.measureChunks(call, this.#recorder(measured));
    call.chunkIntervals.length = 0;
  }

  /** Records a call that has ended, without the metrics that somebody else has `measured`. */
  record(call: Call, measured: ReadonlySet<string>): void {
    this.#options.profile.measure(call, this.#recorder(measured));
    this.#recordLimits(call);
    this.sli?.count(call);
  }

  /** Records of a call only what somebody else was to have measured, and has not. */
  recordUnmeasured(call: Call, measured: ReadonlySet<string>): void {
    const record = this.#recorder(NOTHING);
    this.#options.profile.measure(call, (metric, value, attributes) => {
      if (measured.has(metric.name)) record(metric, value, attributes);
    });
  }

  /** Records what a call cost that has ended; later where its prices are still being loaded. */
  recordCost(call: Call): void {
    const { cost } = this.#options;
    if (cost === undefined) return;
    measureCost(call, cost, (metric, value, attributes) =>
      this.#recordOwn(metric, value, attributes)
    );
  }

  #recordOwn(
    { name }: MetricDefinition,
    value: number,
    attributes: Attributes
  ): void {
    this.#instruments().get(name)?.(value, this.#boundModels(attributes));
  }

  #recordLimits(call: Call): void {
    const { limits } = call;
    if (limits === undefined) return;
    const instruments = this.#instruments();
    const attributes = this.#boundModels(limitAttributes(call));
    const gauge = instruments.get(OWN_METRICS.limitRemaining.name);
    for (const kind in limits.remaining) {
      const left = limits.remaining[kind as LimitKind];
      if (left !== undefined) {
        gauge?.(left, { ...attributes, [LIMIT_KIND]: kind });
      }
    }
    if (limits.retryAfter !== undefined) {
      instruments.get(OWN_METRICS.retryAfter.name)?.(
        limits.retryAfter,
        attributes
      );
    }
  }

  #instruments(): ReadonlyMap<string, Instrument> {
    const provider = this.#source.provider();
    let instruments = this.#byProvider.get(provider);
    if (instruments === undefined) {
      instruments = createInstruments(
        this.#source.meterOf(provider),
        this.#definitions
      );
      this.#byProvider.set(provider, instruments);
      this.sli?.begin();
    }
    return instruments;
  }

  #recorder(measured: ReadonlySet<string>): Measure {
    const instruments = this.#instruments();
    // The many measurements of one stream share one attributes object.
    let last: Attributes | undefined;
    let kept: Attributes = {};
    return (metric, value, attributes) => {
      if (measured.has(metric.name)) return;
      if (attributes !== last) {
        last = attributes;
        kept = this.#keep(attributes);
      }
      instruments.get(metric.name)?.(value, kept);
    };
  }

  #keep(attributes: Attributes): Attributes {
    const { metricAttributes } = this.#options;
    const kept: Attributes = {};
    for (const key in attributes) {
      if (metricAttributes.has(key)) {
        kept[key] = attributes[key] as Attributes[string];
      }
    }
    return this.#boundModels(kept);
  }

  /** A model name comes from the request, and so perhaps from a user: it must not make series without end. */
  #boundModels(attributes: Attributes): Attributes {
    for (const key of MODEL_ATTRIBUTES) {
      const model = attributes[key];
      if (typeof model !== 'string' || this.#models.has(model)) continue;
      if (this.#models.size < this.#options.maxModels) this.#models.add(model);
      else attributes[key] = OTHER;
    }
    return attributes;
  }
}
