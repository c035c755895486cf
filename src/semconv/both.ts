// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import {
  valueOf,
  type AttributeRow,
  type AttributeTable,
} from './attribute-table.ts';
import { LATEST } from './latest.ts';
import type { Recorder, Profile } from './profile.ts';
import { V1_41 } from './v1.41.ts';

/** Both profiles at once, for the time in which dashboards move from one to the other. */
export const BOTH: Profile = {
  name: 'both',
  schemaUrl: V1_41.schemaUrl,
  metrics: [...V1_41.metrics, ...LATEST.metrics.filter(isOfLatestAlone)],
  chunkMetrics: [
    ...V1_41.chunkMetrics,
    ...LATEST.chunkMetrics.filter(isOfLatestAlone),
  ],
  metricAttributeNames: [
    ...new Set([...V1_41.metricAttributeNames, ...LATEST.metricAttributeNames]),
  ],
  content: {
    event: LATEST.content.event,
    notOnEvent: [],
    // A message with a reason fits both schemas, and so do instructions of texts.
    shape: (content, call) =>
      LATEST.content.shape(V1_41.content.shape(content, call), call),
  },
  // One event for one failure: consumers of the released name go on.
  exception: V1_41.exception,
  fetchesResponses: LATEST.fetchesResponses,
  request: merged(LATEST.request, V1_41.request),
  response: merged(V1_41.response, LATEST.response),
  measure(call, to) {
    V1_41.measure(call, to);
    LATEST.measure(call, withoutShared(to));
  },
};

/** The rows of both tables. Where both have a name, the value is the first one's, if it has one. */
function merged(
  first: AttributeTable<Call>,
  second: AttributeTable<Call>
): AttributeTable<Call> {
  const others = new Map(second.map(row => [row[0], row]));
  const rows = first.map((row): AttributeRow<Call> => {
    const [name] = row;
    const other = others.get(name);
    others.delete(name);
    return other === undefined || other === row
      ? row
      : [name, call => valueOf(row, call) ?? valueOf(other, call)];
  });
  return [...rows, ...others.values()];
}

function isOfLatestAlone({ name }: { readonly name: string }): boolean {
  return V1_41.metrics.every(metric => metric.name !== name);
}

/** Metrics that have the same name in both are measured once. */
function withoutShared(to: Recorder): Recorder {
  return {
    record(metric, value, set) {
      if (isOfLatestAlone(metric)) to.record(metric, value, set);
    },
  };
}
