// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ATTRIBUTES as A } from '../../semconv/attributes.ts';
import type { Attributes } from '../../semconv/attribute-table.ts';
import { MCP_ATTRIBUTES } from '../../semconv/mcp.ts';
import { SLO_NAME, SLO_OUTCOME } from '../../semconv/own.ts';
import type { GroupLabel } from '../objectives/objective.ts';
import type { Target } from './sli-events.ts';
import type { EventOutcome } from './sli.ts';

/** Limits how many targets are remembered, because model names come from requests. */
export const MAX_SEEN = 10_000;

const ATTRIBUTE_OF: Readonly<Record<GroupLabel, string>> = {
  provider: A.providerName,
  model: A.requestModel,
  operation: A.operationName,
  tool: MCP_ATTRIBUTES.toolName,
};

/** Returns the labels that an objective distinguishes. Others would only add series. */
export function keyOf(
  name: string,
  groupBy: readonly GroupLabel[],
  target: Partial<Target>
): string {
  let key = name;
  for (const label of groupBy) key += ` ${target[label] ?? ''}`;
  return key;
}

/** Makes the attributes of events; those of equal events are the same frozen object. */
export class EventAttributes {
  readonly #made = new Map<string, Attributes>();

  of(
    name: string,
    outcome: EventOutcome,
    groupBy: readonly GroupLabel[],
    target: Partial<Target>
  ): Attributes {
    const key = `${outcome} ${keyOf(name, groupBy, target)}`;
    let attributes = this.#made.get(key);
    if (attributes === undefined) {
      if (this.#made.size >= MAX_SEEN) this.#made.clear();
      attributes = {};
      for (const label of groupBy) {
        const value = target[label];
        if (value !== undefined) attributes[ATTRIBUTE_OF[label]] = value;
      }
      attributes[SLO_NAME] = name;
      attributes[SLO_OUTCOME] = outcome;
      this.#made.set(key, Object.freeze(attributes));
    }
    return attributes;
  }
}
