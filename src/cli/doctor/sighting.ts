// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Global function that an empty application calls when its setup has been loaded. */
export const READY = 'opentelemetry-instrumentation-genai.doctor';

/** The calls that the doctor makes from inside the application, by the model that each names. */
export const CALLS = {
  fetch: 'otel-genai-doctor-fetch',
  'node:http': 'otel-genai-doctor-http',
} as const;

export type CallName = keyof typeof CALLS;

/** Findings inside a process of the application, as JSON. */
export interface Sighting {
  /** The process's script and arguments. */
  readonly program: string;
  /** The copies of `@opentelemetry/api` that the application has loaded. */
  readonly apis: readonly PackageCopy[];
  /** The copy that this package loads. */
  readonly ownApi: PackageCopy | undefined;
  /** Version of the API by which the providers were registered; `undefined`: none was. */
  readonly registeredBy: string | undefined;
  /** Whether the application has loaded this package's instrumentation. */
  readonly isLoaded: boolean;
  readonly traces: Provider;
  readonly metrics: Provider;
  /** Why a call failed; `undefined` where it was answered. */
  readonly failures: Readonly<Partial<Record<CallName, string>>>;
  readonly spans: readonly SeenSpan[];
  readonly histograms: readonly SeenHistogram[];
}

export interface PackageCopy {
  readonly version: string;
  readonly folder: string;
}

/** A provider of spans or metrics that is registered. */
export interface Provider {
  /** Its class; `undefined`: none is registered. */
  readonly name: string | undefined;
  /** Whether it is built like those of the OpenTelemetry SDK, so that it can be read. */
  readonly isReadable: boolean;
  /** Whether the spans of a provider are not recorded, for no visible reason. */
  readonly recordsNothing?: boolean;
  readonly sampler?: string;
  readonly destinations: readonly Destination[];
}

/** An exporter or a reader. */
export interface Destination {
  readonly name: string;
  /** Where it sends to, if it says. */
  readonly url?: string;
  /** Where it is scraped. */
  readonly listens?: string;
}

export interface SeenSpan {
  readonly scope: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  /** The model that it names, of a GenAI span. */
  readonly model: string | undefined;
}

/** A histogram's points of the doctor's own calls. */
export interface SeenHistogram {
  readonly name: string;
  readonly count: number;
  /** `undefined` where it has no explicit boundaries. */
  readonly boundaries: readonly number[] | undefined;
}
