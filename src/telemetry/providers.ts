// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  Context,
  Meter,
  MeterProvider,
  TracerProvider,
} from '@opentelemetry/api';

/** Name, version and schema URL of this instrumentation. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly schemaUrl: string;
}

/** The parts of a log record that events need; the same in both versions of the API. */
export interface EventRecord {
  readonly eventName: string;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly context?: Context;
  readonly attributes?: Record<string, unknown>;
}

export interface EventLogger {
  emit(record: EventRecord): void;
  /** Newer loggers report whether such a record would be used. */
  enabled?(record: Partial<EventRecord>): boolean;
}

/** A logger provider of either version. */
export interface EventLoggerProvider {
  getLogger(
    name: string,
    version?: string,
    options?: { schemaUrl?: string }
  ): EventLogger;
}

/** The providers that the instrumentation was given; for each one that is absent, the global provider is used. */
export interface ChosenProviders {
  tracers?: TracerProvider | undefined;
  meters?: MeterProvider | undefined;
  loggers?: EventLoggerProvider | undefined;
}

/** Returns the meter. Called for each call, because the provider may be registered late or replaced. */
export interface MeterSource {
  provider(): MeterProvider;
  meterOf(provider: MeterProvider): Meter;
}
