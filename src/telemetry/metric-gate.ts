// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import { boundedText } from '../semconv/attribute-table.ts';
import type { MetricFacts } from '../semconv/metric-attributes.ts';
import { OTHER, Places, type Verdict } from './places.ts';

/** Maximum distinct values of the attributes that have no option for it. */
const MAX_ERROR_TYPES = 50;
const MAX_SERVERS = 100;
const MAX_TIERS = 20;
const MAX_FINGERPRINTS = 50;

/** The gate for values of calls on their way into metric attributes: it limits how many distinct values each has. */
export class MetricGate {
  readonly #models: Places;
  readonly #errorTypes = new Places(MAX_ERROR_TYPES);
  readonly #servers = new Places(MAX_SERVERS);
  readonly #tiers = new Places(MAX_TIERS);
  readonly #fingerprints = new Places(MAX_FINGERPRINTS);

  /** @param namedModels models with a place that does not count towards `maxModels` */
  constructor(maxModels: number, namedModels: Iterable<string>) {
    this.#models = new Places(maxModels, namedModels);
  }

  modelOf(model: string, verdict: Verdict): string {
    return placed(model, this.#models, verdict) as string;
  }

  /** The facts of a call that begins: its destination alone. */
  destinationOf(call: Call): MetricFacts {
    return {
      operation: call.operation,
      provider: boundedText(call.provider),
      requestModel: undefined,
      responseModel: undefined,
      serverAddress: this.#serverOf(call.serverAddress),
      serverPort: call.serverPort,
      protocol: undefined,
      errorType: undefined,
      serviceTier: undefined,
      systemFingerprint: undefined,
    };
  }

  /** The facts of a call that has ended, as metrics may have them. */
  factsOf(call: Call, said: MetricFacts, verdict: Verdict): MetricFacts {
    return {
      operation: said.operation,
      provider: boundedText(said.provider),
      requestModel: placed(said.requestModel, this.#models, verdict),
      responseModel: placed(said.responseModel, this.#models, verdict),
      serverAddress: this.#serverOf(said.serverAddress),
      serverPort: said.serverPort,
      protocol: said.protocol,
      errorType: this.#errorTypeOf(call),
      serviceTier: placed(said.serviceTier, this.#tiers, 'unknown'),
      systemFingerprint: placed(
        said.systemFingerprint,
        this.#fingerprints,
        'unknown'
      ),
    };
  }

  #serverOf(serverAddress: string): string {
    return placed(serverAddress, this.#servers, 'unknown') as string;
  }

  /** If a provider has too many error codes, the HTTP status replaces them; it still distinguishes the error classes. */
  #errorTypeOf({ errorType, status }: Call): string | undefined {
    if (errorType === undefined) return undefined;
    const fallback =
      status !== undefined && status >= 400 ? String(status) : OTHER;
    if (errorType === fallback) return errorType;
    const bounded = boundedText(errorType);
    return this.#errorTypes.admits(bounded, 'unknown') ? bounded : fallback;
  }
}

function placed(
  value: string | undefined,
  places: Places,
  verdict: Verdict
): string | undefined {
  if (value === undefined) return undefined;
  const bounded = boundedText(value);
  return places.admits(bounded, verdict) ? bounded : OTHER;
}

/** Statuses that providers return for requests with a wrong model. */
const REFUSALS: ReadonlySet<number> = new Set([
  400, 404, 405, 410, 413, 415, 422,
]);

export function verdictOf({ status, errorType, protocol }: Call): Verdict {
  if (status === undefined) {
    // A turn on a WebSocket has a status only if it failed.
    return protocol !== undefined && errorType === undefined
      ? 'answered'
      : 'unknown';
  }
  if (status < 400) return 'answered';
  return errorType !== undefined && REFUSALS.has(status)
    ? 'refused'
    : 'unknown';
}
