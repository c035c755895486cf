// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  ValueType,
  type Counter,
  type Histogram,
  type Meter,
  type MeterProvider,
  type MetricOptions,
} from '@opentelemetry/api';
import type { Call } from '../call.ts';
import { ATTRIBUTES } from '../semconv/attributes.ts';
import type {
  Attributes,
  MetricDefinition,
  Profile,
} from '../semconv/profile.ts';

export interface MetricsOptions {
  readonly profile: Profile;
  /** Attributes that may stand on a metric. */
  readonly metricAttributes: ReadonlySet<string>;
  /** Distinct model names on metrics before the rest become `_OTHER`. */
  readonly maxModels: number;
}

type Instruments = ReadonlyMap<
  string,
  Pick<Histogram, 'record'> | Pick<Counter, 'add'>
>;

const MODEL_ATTRIBUTES = [
  ATTRIBUTES.requestModel,
  ATTRIBUTES.responseModel,
] as const;

const OTHER = '_OTHER';

/**
 * Records the measurements of calls. Instruments are made at the first call, and again when the meter provider has
 * changed: the API has no proxy meter, and one that was made too early never records.
 */
export class CallMetrics {
  readonly #options: MetricsOptions;
  readonly #models = new Set<string>();
  readonly #byProvider = new WeakMap<MeterProvider, Instruments>();

  constructor(options: MetricsOptions) {
    this.#options = options;
  }

  /** Records a call that has ended. `meterOf` makes our meter from a provider. */
  record(
    call: Call,
    provider: MeterProvider,
    meterOf: (provider: MeterProvider) => Meter
  ): void {
    let instruments = this.#byProvider.get(provider);
    if (instruments === undefined) {
      instruments = createInstruments(
        meterOf(provider),
        this.#options.profile.metrics
      );
      this.#byProvider.set(provider, instruments);
    }
    const known = instruments;
    // The many measurements of one stream share one attributes object.
    let last: Attributes | undefined;
    let kept: Attributes = {};
    this.#options.profile.measure(call, (metric, value, attributes) => {
      const instrument = known.get(metric.name);
      if (instrument === undefined) return;
      if (attributes !== last) {
        last = attributes;
        kept = this.#keep(attributes);
      }
      if ('record' in instrument) instrument.record(value, kept);
      else instrument.add(value, kept);
    });
  }

  #keep(attributes: Attributes): Attributes {
    const { metricAttributes } = this.#options;
    const kept: Attributes = {};
    for (const key in attributes) {
      if (metricAttributes.has(key)) {
        kept[key] = attributes[key] as Attributes[string];
      }
    }
    for (const key of MODEL_ATTRIBUTES) {
      const model = kept[key];
      if (typeof model === 'string') kept[key] = this.#boundedModel(model);
    }
    return kept;
  }

  /** A model name comes from the request, and so perhaps from a user: it must not make series without end. */
  #boundedModel(model: string): string {
    if (this.#models.has(model)) return model;
    if (this.#models.size >= this.#options.maxModels) return OTHER;
    this.#models.add(model);
    return model;
  }
}

function createInstruments(
  meter: Meter,
  definitions: readonly MetricDefinition[]
): Instruments {
  return new Map(
    definitions.map(definition => {
      const options: MetricOptions = {
        description: definition.description,
        unit: definition.unit,
        valueType:
          definition.valueType === 'int' ? ValueType.INT : ValueType.DOUBLE,
        ...(definition.boundaries && {
          advice: { explicitBucketBoundaries: [...definition.boundaries] },
        }),
      };
      return [
        definition.name,
        definition.kind === 'histogram'
          ? meter.createHistogram(definition.name, options)
          : meter.createCounter(definition.name, options),
      ];
    })
  );
}
