// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  attributesOf,
  boundedText,
  type Attributes,
  type AttributeTable,
} from '../../semconv/attribute-table.ts';
import {
  MCP_METRICS,
  MCP_OPERATION_METRIC,
  MCP_SESSION_METRIC,
  type McpOperation,
  type McpPeer,
} from '../../semconv/mcp.ts';
import type { MetricDefinition, Profile } from '../../semconv/profile.ts';
import type { Objectives } from '../../slo/objectives/objective.ts';
import { withThresholds } from '../../slo/sli/boundaries.ts';
import { InstrumentCache } from '../instruments.ts';
import type { MeterSource } from '../providers.ts';
import { OTHER, Places } from '../places.ts';

/** Maximum distinct values of each attribute; further ones are `_OTHER`. The values come from servers, models and users. */
const MAX_TOOLS = 200;
const MAX_VALUES = 50;
const MAX_SERVERS = 100;
/** Maximum number of cached attribute objects. */
const MAX_KEPT = 2000;

export interface McpMetricsOptions {
  readonly profile: Profile;
  /** Allowed attributes on metrics, among those that the option `metricAttributes` controls. */
  readonly metricAttributes: ReadonlySet<string>;
  readonly slo?: Objectives | undefined;
}

/** Records the measurements of MCP clients. Instruments are created like those of calls. */
export class McpMetrics {
  readonly #instruments: InstrumentCache;
  readonly #dropped: ReadonlySet<string>;
  readonly #kept = new Map<string, Attributes>();
  readonly #tools = new Places(MAX_TOOLS);
  readonly #prompts = new Places(MAX_VALUES);
  readonly #methods = new Places(MAX_VALUES);
  readonly #errors = new Places(MAX_VALUES);
  readonly #versions = new Places(MAX_VALUES);
  readonly #servers = new Places(MAX_SERVERS);

  constructor(
    { profile, metricAttributes, slo }: McpMetricsOptions,
    source: MeterSource
  ) {
    const { operation, session } = MCP_METRICS;
    this.#instruments = new InstrumentCache(source, [
      ...withThresholds([operation], slo),
      session,
    ]);
    this.#dropped = new Set(
      profile.metricAttributeNames.filter(name => !metricAttributes.has(name))
    );
  }

  /** Name of a tool as recorded on metrics. */
  toolOf(name: string | undefined): string | undefined {
    return place(this.#tools, name);
  }

  /** Records one operation that has ended. */
  recordOperation(operation: McpOperation, seconds: number): void {
    const bounded: McpOperation = {
      ...operation,
      ...this.#peer(operation),
      method: place(this.#methods, operation.method),
      toolName: this.toolOf(operation.toolName),
      promptName: place(this.#prompts, operation.promptName),
      errorCode: place(this.#errors, operation.errorCode),
      errorType: place(this.#errors, operation.errorType),
    };
    this.#record(MCP_METRICS.operation, seconds, MCP_OPERATION_METRIC, bounded);
  }

  /** Records one session that is over. */
  recordSession(
    peer: McpPeer,
    errorType: string | undefined,
    seconds: number
  ): void {
    const session = { ...this.#peer(peer), errorType };
    this.#record(MCP_METRICS.session, seconds, MCP_SESSION_METRIC, session);
  }

  #peer(peer: McpPeer): McpPeer {
    return {
      serverAddress: place(this.#servers, peer.serverAddress),
      serverPort: peer.serverPort,
      httpVersion: peer.httpVersion,
      protocolVersion: place(this.#versions, peer.protocolVersion),
    };
  }

  #record<From>(
    { name }: MetricDefinition,
    seconds: number,
    table: AttributeTable<From>,
    from: From
  ): void {
    const attributes = this.#attributesOf(name, table, from);
    this.#instruments.of().get(name)?.record(seconds, attributes);
  }

  /** Instruments cache attributes by identity, so equal attributes must be the same frozen object. */
  #attributesOf<From>(
    metric: string,
    table: AttributeTable<From>,
    from: From
  ): Attributes {
    const all = attributesOf(table, from);
    for (const name of this.#dropped) delete all[name];
    const sorted = Object.entries(all).sort(([one], [two]) =>
      one < two ? -1 : 1
    );
    const key = metric + JSON.stringify(sorted);
    let attributes = this.#kept.get(key);
    if (attributes === undefined) {
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      attributes = Object.freeze(Object.fromEntries(sorted));
      this.#kept.set(key, attributes);
    }
    return attributes;
  }
}

function place<V extends string | undefined>(places: Places, value: V): V {
  if (value === undefined) return value;
  const bounded = boundedText(value);
  return (places.admits(bounded, 'unknown') ? bounded : OTHER) as V;
}
