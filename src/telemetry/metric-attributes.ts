// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import { attributesOf, type Attributes } from '../semconv/attribute-table.ts';
import {
  OF_DESTINATION,
  type AttributeSet,
  type MetricFacts,
} from '../semconv/metric-attributes.ts';
import type { MetricDefinition, Recorder } from '../semconv/profile.ts';
import type { Instrument, Instruments, OpenCount } from './instruments.ts';
import { MetricGate, verdictOf } from './metric-gate.ts';
import type { Verdict } from './places.ts';

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

/** The count of the previous call's destination: most calls go to the same one. */
interface Destination {
  readonly operation: string;
  readonly provider: string;
  readonly serverAddress: string;
  readonly count: OpenCount;
}

/** Limits the values on metrics, and caches the attribute objects. */
export class MetricAttributes {
  readonly #allowed: ReadonlySet<string>;
  readonly #gate: MetricGate;
  readonly #kept = new Map<string, CallAttributes>();
  readonly #recent: CallAttributes[] = [];
  #oldest = 0;
  readonly #settled: Settled[] = [];
  #oldestSettled = 0;
  readonly #open = new Map<string, OpenCount>();
  #destination: Destination | undefined;

  constructor(
    { metricAttributes, maxModels }: MetricAttributesOptions,
    namedModels: Iterable<string>
  ) {
    this.#allowed = metricAttributes;
    this.#gate = new MetricGate(maxModels, namedModels);
  }

  /** The open calls to the destination of a call that begins. Its models take no places before its end. */
  openTo(call: Call): OpenCount {
    const last = this.#destination;
    if (
      last?.serverAddress === call.serverAddress &&
      last.provider === call.provider &&
      last.operation === call.operation
    ) {
      return last.count;
    }
    const { operation, provider, serverAddress } = call;
    const facts = this.#gate.destinationOf(call);
    const attributes = this.#of(facts).get(OF_DESTINATION);
    const key = JSON.stringify(attributes);
    let count = this.#open.get(key);
    if (count === undefined) {
      count = { attributes, open: 0 };
      this.#open.set(key, count);
    }
    this.#destination = { operation, provider, serverAddress, count };
    return count;
  }

  /** The open calls to each destination. */
  openCounts(): Iterable<OpenCount> {
    return this.#open.values();
  }

  /**
   * Attributes of a call that has ended. Calls with the same facts as an earlier answered call get the same attributes: its
   * names have permanent places, and names without a place remain `_OTHER`.
   */
  of(call: Call): CallAttributes {
    const said = metricFactsOf(call);
    const failed = said.errorType !== undefined;
    for (let index = 0; !failed && index < this.#settled.length; index++) {
      const one = this.#settled[index] as Settled;
      if (isSame(one.said, said)) return one.attributes;
    }
    const verdict = verdictOf(call);
    const attributes = this.#of(this.#gate.factsOf(call, said, verdict));
    if (!failed && verdict === 'answered') {
      this.#settled[this.#oldestSettled] = { said, attributes };
      this.#oldestSettled = (this.#oldestSettled + 1) % MAX_RECENT;
    }
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
    return this.#gate.modelOf(model, verdict);
  }
}

export function metricFactsOf(call: Call): MetricFacts {
  const { request, response, provider } = call;
  const openai = provider === 'openai';
  return {
    operation: call.operation,
    provider,
    requestModel: request.model,
    responseModel: response.model,
    serverAddress: call.serverAddress,
    serverPort: call.serverPort,
    protocol: call.protocol,
    errorType: call.errorType,
    serviceTier: openai ? response.serviceTier : undefined,
    systemFingerprint: openai ? response.systemFingerprint : undefined,
  };
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

/** Counts a call or session as open until it is ended. */
export class Open {
  readonly #count: OpenCount;
  readonly #counter: Instrument | undefined;

  /** @param counter only for a meter that cannot observe the count */
  constructor(count: OpenCount, counter: Instrument | undefined) {
    this.#count = count;
    this.#counter = counter;
    count.open++;
    counter?.record(1, count.attributes);
  }

  end(): void {
    this.#count.open--;
    this.#counter?.record(-1, this.#count.attributes);
  }
}

/** Records the measurements of one call, except those in `measured`. */
export class CallRecorder implements Recorder {
  readonly #instruments: Instruments;
  readonly #attributes: CallAttributes;
  readonly #measured: ReadonlySet<string>;

  constructor(
    instruments: Instruments,
    attributes: CallAttributes,
    measured: ReadonlySet<string>
  ) {
    this.#instruments = instruments;
    this.#attributes = attributes;
    this.#measured = measured;
  }

  record({ name }: MetricDefinition, value: number, set: AttributeSet): void {
    if (this.#measured.has(name)) return;
    record(this.#instruments, name, value, this.#attributes.get(set));
  }
}

/** Records one value, unless it is not finite. */
export function record(
  instruments: Instruments,
  name: string,
  value: number,
  attributes: Attributes
): void {
  if (Number.isFinite(value)) instruments.get(name)?.record(value, attributes);
}
