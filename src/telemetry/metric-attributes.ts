// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import {
  attributesOf,
  boundedText,
  type Attributes,
} from '../semconv/attribute-table.ts';
import {
  metricFactsOf,
  OF_DESTINATION,
  type AttributeSet,
  type MetricFacts,
} from '../semconv/metric-attributes.ts';
import { OTHER, Places, type Verdict } from './places.ts';

/** Distinct values of the attributes that have no option for it. */
const MAX_ERROR_TYPES = 50;
const MAX_SERVERS = 100;
const MAX_TIERS = 20;
const MAX_FINGERPRINTS = 50;

/** Attribute objects are kept for so many kinds of calls; then they are made anew. */
const MAX_KEPT = 2000;
const MAX_RECENT = 8;

export interface MetricAttributesOptions {
  /** Attributes that may stand on a metric of the conventions. */
  readonly metricAttributes: ReadonlySet<string>;
  /** Distinct model names on metrics before the rest become `_OTHER`. */
  readonly maxModels: number;
}

/** The attribute objects of one kind of call: made when first needed, then the same frozen objects for every call. */
export class CallAttributes {
  readonly facts: MetricFacts;
  readonly #allowed: ReadonlySet<string>;
  readonly #made = new Map<AttributeSet, Attributes>();

  constructor(facts: MetricFacts, allowed: ReadonlySet<string>) {
    this.facts = facts;
    this.#allowed = allowed;
  }

  get(set: AttributeSet): Attributes {
    let attributes = this.#made.get(set);
    if (attributes === undefined) {
      attributes = this.#make(set);
      this.#made.set(set, attributes);
    }
    return attributes;
  }

  /** Keys are sorted here, once: SDKs sort them for each measurement. */
  #make({ table, own }: AttributeSet): Attributes {
    const all = attributesOf(table, this.facts);
    const attributes: Attributes = {};
    for (const name of Object.keys(all).sort()) {
      if (own !== true && !this.#allowed.has(name)) continue;
      attributes[name] = all[name] as Attributes[string];
    }
    return Object.freeze(attributes);
  }
}

/** The attributes of answered calls, by their facts as they were said. */
interface Settled {
  readonly said: MetricFacts;
  readonly attributes: CallAttributes;
}

interface Destination {
  readonly operation: string;
  readonly provider: string;
  readonly serverAddress: string;
  readonly attributes: Attributes;
}

/** The gate for values on metrics, and the store of the attribute objects that are made of them. */
export class MetricAttributes {
  readonly #allowed: ReadonlySet<string>;
  readonly #models: Places;
  readonly #errorTypes = new Places(MAX_ERROR_TYPES);
  readonly #servers = new Places(MAX_SERVERS);
  readonly #tiers = new Places(MAX_TIERS);
  readonly #fingerprints = new Places(MAX_FINGERPRINTS);
  readonly #kept = new Map<string, CallAttributes>();
  readonly #recent: CallAttributes[] = [];
  #oldest = 0;
  readonly #settled: Settled[] = [];
  #oldestSettled = 0;
  #destination: Destination | undefined;

  constructor(
    { metricAttributes, maxModels }: MetricAttributesOptions,
    namedModels: Iterable<string>
  ) {
    this.#allowed = metricAttributes;
    this.#models = new Places(maxModels, namedModels);
  }

  /** Of a call that has begun: where it goes. Its models take no places before its end. */
  ofDestination(call: Call): Attributes {
    const last = this.#destination;
    if (
      last?.serverAddress === call.serverAddress &&
      last.provider === call.provider &&
      last.operation === call.operation
    ) {
      return last.attributes;
    }
    const { operation, provider, serverAddress } = call;
    const facts: MetricFacts = {
      operation,
      provider: boundedText(provider),
      requestModel: undefined,
      responseModel: undefined,
      serverAddress: this.#serverOf(serverAddress),
      serverPort: call.serverPort,
      errorType: undefined,
      serviceTier: undefined,
      systemFingerprint: undefined,
    };
    const attributes = this.#of(facts).get(OF_DESTINATION);
    this.#destination = { operation, provider, serverAddress, attributes };
    return attributes;
  }

  /**
   * Of a call that has ended. What an answered call of the same facts was given holds for good: its names have their
   * places, and those that got none are `_OTHER` from then on.
   */
  of(call: Call): CallAttributes {
    const said = metricFactsOf(call);
    const verdict = verdictOf(call);
    const settled = verdict === 'answered' && said.errorType === undefined;
    if (!settled) return this.#of(this.#gated(call, said, verdict));
    for (let index = 0; index < this.#settled.length; index++) {
      const one = this.#settled[index] as Settled;
      if (isSame(one.said, said)) return one.attributes;
    }
    const attributes = this.#of(this.#gated(call, said, verdict));
    this.#settled[this.#oldestSettled] = { said, attributes };
    this.#oldestSettled = (this.#oldestSettled + 1) % MAX_RECENT;
    return attributes;
  }

  #of(facts: MetricFacts): CallAttributes {
    // Most calls are of few kinds; comparing facts is cheaper than making and hashing a key.
    for (const recent of this.#recent) {
      if (isSame(recent.facts, facts)) return recent;
    }
    const key = Object.values(facts).join('\n');
    let attributes = this.#kept.get(key);
    if (attributes === undefined) {
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      attributes = new CallAttributes(facts, this.#allowed);
      this.#kept.set(key, attributes);
    }
    this.#recent[this.#oldest] = attributes;
    this.#oldest = (this.#oldest + 1) % MAX_RECENT;
    return attributes;
  }

  /** The name of a model as it may stand on a metric. */
  modelOf(model: string, verdict: Verdict): string {
    return placed(model, this.#models, verdict) as string;
  }

  #gated(call: Call, said: MetricFacts, verdict: Verdict): MetricFacts {
    return {
      operation: said.operation,
      provider: boundedText(said.provider),
      requestModel: placed(said.requestModel, this.#models, verdict),
      responseModel: placed(said.responseModel, this.#models, verdict),
      serverAddress: this.#serverOf(said.serverAddress),
      serverPort: said.serverPort,
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

  /** Codes of providers without end become the HTTP status, which tells their classes apart. */
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

function isSame(one: MetricFacts, other: MetricFacts): boolean {
  return (
    one.requestModel === other.requestModel &&
    one.responseModel === other.responseModel &&
    one.operation === other.operation &&
    one.provider === other.provider &&
    one.serverAddress === other.serverAddress &&
    one.serverPort === other.serverPort &&
    one.errorType === other.errorType &&
    one.serviceTier === other.serviceTier &&
    one.systemFingerprint === other.systemFingerprint
  );
}

/** Statuses that a provider gives to requests with a wrong model. */
const REFUSALS: ReadonlySet<number> = new Set([
  400, 404, 405, 410, 413, 415, 422,
]);

export function verdictOf({ status, errorType }: Call): Verdict {
  if (status === undefined) return 'unknown';
  if (status < 400) return 'answered';
  return errorType !== undefined && REFUSALS.has(status)
    ? 'refused'
    : 'unknown';
}
