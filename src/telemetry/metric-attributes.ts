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

/** Maximum distinct values of the attributes that have no option for it. */
const MAX_ERROR_TYPES = 50;
const MAX_SERVERS = 100;
const MAX_TIERS = 20;
const MAX_FINGERPRINTS = 50;

/** Maximum number of cached attribute objects; beyond it, the cache is cleared. */
const MAX_KEPT = 2000;
const MAX_RECENT = 8;

export interface MetricAttributesOptions {
  /** Allowed attributes on metrics of the conventions. */
  readonly metricAttributes: ReadonlySet<string>;
  /** Maximum distinct model names on metrics; further ones are `_OTHER`. */
  readonly maxModels: number;
}

/** The attribute objects of one kind of call: created when first needed, then the same frozen objects for every call. */
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

/** The attributes of answered calls, by their original facts. */
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

/** Limits the values on metrics, and caches the attribute objects. */
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

  /** Attributes of a call that has begun: its destination. Its models take no places before its end. */
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
      protocol: undefined,
      errorType: undefined,
      serviceTier: undefined,
      systemFingerprint: undefined,
    };
    const attributes = this.#of(facts).get(OF_DESTINATION);
    this.#destination = { operation, provider, serverAddress, attributes };
    return attributes;
  }

  /**
   * Attributes of a call that has ended. Calls with the same facts as an earlier answered call get the same attributes: its
   * names have permanent places, and names without a place remain `_OTHER`.
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
    // There are few kinds of calls, and comparing facts is cheaper than building and hashing a key.
    for (const recent of this.#recent) {
      if (isSame(recent.facts, facts)) return recent;
    }
    const key = JSON.stringify(facts);
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

  /** The name of a model as recorded on metrics. */
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

function isSame(one: MetricFacts, other: MetricFacts): boolean {
  return (
    one.requestModel === other.requestModel &&
    one.responseModel === other.responseModel &&
    one.operation === other.operation &&
    one.provider === other.provider &&
    one.serverAddress === other.serverAddress &&
    one.serverPort === other.serverPort &&
    one.protocol === other.protocol &&
    one.errorType === other.errorType &&
    one.serviceTier === other.serviceTier &&
    one.systemFingerprint === other.systemFingerprint
  );
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
