// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  ValueType,
  type Attributes,
  type Meter,
  type MetricOptions,
} from '@opentelemetry/api';
import type { MetricDefinition } from '../semconv/profile.ts';

/** Takes one value, whatever kind of instrument it is for. */
export type Instrument = (value: number, attributes: Attributes) => void;

/** Makes the instruments of a meter, by name. Boundaries go in as advice, which every way to start an SDK honours. */
export function createInstruments(
  meter: Meter,
  definitions: readonly MetricDefinition[]
): ReadonlyMap<string, Instrument> {
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
    case 'histogram': {
      const histogram = meter.createHistogram(name, options);
      return (value, attributes) => histogram.record(value, attributes);
    }
    case 'counter': {
      const counter = meter.createCounter(name, options);
      return (value, attributes) => counter.add(value, attributes);
    }
    case 'upDownCounter': {
      const counter = meter.createUpDownCounter(name, options);
      return (value, attributes) => counter.add(value, attributes);
    }
    case 'gauge': {
      const gauge = meter.createGauge(name, options);
      return (value, attributes) => gauge.record(value, attributes);
    }
  }
}
