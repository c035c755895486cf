// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  createNoopMeter,
  ValueType,
  type Attributes,
  type Meter,
  type MetricOptions,
  type ObservableUpDownCounter,
} from '@opentelemetry/api';
import type { MetricDefinition } from '../semconv/profile.ts';

/** Records one value, for any kind of instrument. Attribute objects are cached by identity, so they must not change. */
export type Instrument = (value: number, attributes: Attributes) => void;

/**
 * Creates the instruments of a meter, by name; none for a meter that records nothing. Boundaries are set as advice, which
 * works with every way to start an SDK.
 */
export function createInstruments(
  meter: Meter,
  definitions: readonly MetricDefinition[]
): ReadonlyMap<string, Instrument> {
  if (meter === createNoopMeter()) return new Map();
  return new Map(
    definitions.map(definition => [
      definition.name,
      createInstrument(meter, definition),
    ])
  );
}

function createInstrument(
  meter: Meter,
  { name, kind, description, unit, valueType, boundaries }: MetricDefinition
): Instrument {
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
      return recording('record', meter.createHistogram(name, options));
    case 'counter':
      return recording('add', meter.createCounter(name, options));
    case 'upDownCounter':
      return upDownCounter(meter, name, options);
    case 'gauge':
      return recording('record', meter.createGauge(name, options));
  }
}

/** A meter that is no SDK's may have no observable instruments. */
function upDownCounter(
  meter: Partial<Meter> & Pick<Meter, 'createUpDownCounter'>,
  name: string,
  options: MetricOptions
): Instrument {
  const observable: Partial<ObservableUpDownCounter> | undefined =
    meter.createObservableUpDownCounter?.(name, options);
  return observable?.addCallback === undefined
    ? recording('add', meter.createUpDownCounter(name, options))
    : counting(observable as ObservableUpDownCounter);
}

interface Count {
  readonly attributes: Attributes;
  value: number;
}

/**
 * Counts up and down here, and observes the counts when they are collected: an SDK hashes the attributes of each
 * measurement, and every call is counted twice.
 */
function counting(counter: ObservableUpDownCounter): Instrument {
  const counts = new Map<string, Count>();
  const byIdentity = new WeakMap<Attributes, Count>();
  const countOf = (attributes: Attributes): Count => {
    const key = JSON.stringify(attributes);
    let count = counts.get(key);
    if (count === undefined)
      counts.set(key, (count = { attributes, value: 0 }));
    byIdentity.set(attributes, count);
    return count;
  };
  counter.addCallback(result => {
    for (const { value, attributes } of counts.values()) {
      result.observe(value, attributes);
    }
  });
  return (value, attributes) => {
    const count = byIdentity.get(attributes) ?? countOf(attributes);
    count.value += value;
  };
}

type Method = 'record' | 'add';
type Recording<M extends Method> = Record<M, Instrument>;

/** An instrument of an SDK with `bind`: the result records for one set of attributes, which is hashed once. */
interface Bindable<M extends Method> {
  bind(attributes: Attributes): Record<M, (value: number) => void>;
}

function recording<M extends Method>(
  method: M,
  instrument: Recording<M>
): Instrument {
  return isBindable(instrument)
    ? binding(method, instrument)
    : (value, attributes) => {
        // A number that is not finite would make the sum useless for ever.
        if (Number.isFinite(value)) instrument[method](value, attributes);
      };
}

function isBindable<M extends Method>(
  instrument: Recording<M>
): instrument is Recording<M> & Bindable<M> {
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
  return (value, attributes) => {
    if (!Number.isFinite(value)) return;
    let one = bound.get(attributes);
    if (one === undefined) {
      one = instrument.bind(attributes);
      bound.set(attributes, one);
    }
    one[method](value);
  };
}
