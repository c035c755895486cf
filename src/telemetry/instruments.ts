// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  createNoopMeter,
  ValueType,
  type Attributes,
  type Counter,
  type Meter,
  type MeterProvider,
  type MetricOptions,
  type ObservableUpDownCounter,
  type UpDownCounter,
} from '@opentelemetry/api';
import type { MetricDefinition } from '../semconv/profile.ts';
import type { MeterSource } from './providers.ts';

/**
 * Records one value, for any kind of instrument; histograms and gauges of the API are such instruments. Attribute objects
 * are cached by identity, so they must not change.
 */
export interface Instrument {
  /** @param value a finite number: any other would make the sum of the metric useless for ever. */
  record(value: number, attributes: Attributes): void;
}

/** The instruments of a meter by name; none for a meter that records nothing. */
export type Instruments = ReadonlyMap<string, Instrument>;

/** The number of calls or sessions with these attributes that are open. */
export interface OpenCount {
  readonly attributes: Attributes;
  open: number;
}

/** Creates the instruments of a meter provider when it is first used. */
export class InstrumentCache {
  readonly #source: MeterSource;
  readonly #definitions: readonly MetricDefinition[];
  readonly #open: (() => Iterable<OpenCount>) | undefined;
  readonly #byProvider = new WeakMap<MeterProvider, Instruments>();

  /** @param open the counts that an up-down counter of the definitions observes */
  constructor(
    source: MeterSource,
    definitions: readonly MetricDefinition[],
    open?: () => Iterable<OpenCount>
  ) {
    this.#source = source;
    this.#definitions = definitions;
    this.#open = open;
  }

  has(provider: MeterProvider): boolean {
    return this.#byProvider.has(provider);
  }

  /** The instruments of a provider; of the current one, unless given. */
  of(provider: MeterProvider = this.#source.provider()): Instruments {
    let instruments = this.#byProvider.get(provider);
    if (instruments === undefined) {
      instruments = createInstruments(
        this.#source.meterOf(provider),
        this.#definitions,
        () => this.#countsFor(provider)
      );
      this.#byProvider.set(provider, instruments);
    }
    return instruments;
  }

  /** The counts as one provider observes them. One that was replaced may still export, and a call would be counted twice. */
  #countsFor(provider: MeterProvider): Iterable<OpenCount> {
    const counts = this.#open?.() ?? [];
    return provider === this.#source.provider()
      ? counts
      : Array.from(counts, ({ attributes }) => ({ attributes, open: 0 }));
  }
}

/**
 * Creates the instruments of a meter. Boundaries are set as advice, which works with every way to start an SDK.
 *
 * @param open the counts that an up-down counter observes, where the meter can observe: an SDK hashes the attributes of
 *   each measurement, and every call would be measured twice. Such a counter is not among the returned instruments.
 */
export function createInstruments(
  meter: Meter,
  definitions: readonly MetricDefinition[],
  open: () => Iterable<OpenCount> = () => []
): Instruments {
  const instruments = new Map<string, Instrument>();
  if (meter === createNoopMeter()) return instruments;
  for (const definition of definitions) {
    const instrument = createInstrument(meter, definition, open);
    if (instrument !== undefined) instruments.set(definition.name, instrument);
  }
  return instruments;
}

function createInstrument(
  meter: Meter,
  { name, kind, description, unit, valueType, boundaries }: MetricDefinition,
  open: () => Iterable<OpenCount>
): Instrument | undefined {
  const options: MetricOptions = {
    description,
    unit,
    valueType: valueType === 'int' ? ValueType.INT : ValueType.DOUBLE,
    ...(boundaries && {
      advice: { explicitBucketBoundaries: [...boundaries] },
    }),
  };
  switch (kind) {
    case 'histogram':
      return recording(meter.createHistogram(name, options));
    case 'counter':
      return adding(meter.createCounter(name, options));
    case 'upDownCounter':
      return observes(meter, name, options, open)
        ? undefined
        : adding(meter.createUpDownCounter(name, options));
    case 'gauge':
      return recording(meter.createGauge(name, options));
  }
}

/** Creates a counter that observes the counts, if the meter can: one that is no SDK's may have no observable instruments. */
function observes(
  meter: Partial<Meter>,
  name: string,
  options: MetricOptions,
  open: () => Iterable<OpenCount>
): boolean {
  const observable: Partial<ObservableUpDownCounter> | undefined =
    meter.createObservableUpDownCounter?.(name, options);
  if (observable?.addCallback === undefined) return false;
  observable.addCallback(result => {
    for (const count of open()) result.observe(count.open, count.attributes);
  });
  return true;
}

type Method = 'record' | 'add';

/** An instrument of an SDK with `bind`: the result records for one set of attributes, which is hashed once. */
interface Bindable<M extends Method> {
  bind(attributes: Attributes): Record<M, (value: number) => void>;
}

function recording(instrument: Instrument): Instrument {
  return isBindable<'record'>(instrument)
    ? binding('record', instrument)
    : instrument;
}

function adding(counter: Counter | UpDownCounter): Instrument {
  return isBindable<'add'>(counter)
    ? binding('add', counter)
    : { record: (value, attributes) => counter.add(value, attributes) };
}

function isBindable<M extends Method>(
  instrument: unknown
): instrument is Bindable<M> {
  return (
    typeof instrument === 'object' &&
    typeof (instrument as { bind?: unknown }).bind === 'function'
  );
}

function binding<M extends Method>(
  method: M,
  instrument: Bindable<M>
): Instrument {
  const bound = new WeakMap<Attributes, Record<M, (value: number) => void>>();
  return {
    record(value, attributes) {
      let one = bound.get(attributes);
      if (one === undefined) {
        one = instrument.bind(attributes);
        bound.set(attributes, one);
      }
      one[method](value);
    },
  };
}
