// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { LATEST } from './latest.ts';
import type { Measure, Profile } from './profile.ts';
import { V1_41 } from './v1.41.ts';

/** Both profiles at once, for the time in which dashboards move from one to the other. */
export const BOTH: Profile = {
  name: 'both',
  schemaUrl: V1_41.schemaUrl,
  metrics: [
    ...V1_41.metrics,
    ...LATEST.metrics.filter(({ name }) =>
      V1_41.metrics.every(metric => metric.name !== name)
    ),
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
  fetchesResponses: LATEST.fetchesResponses,
  spanName: V1_41.spanName,
  requestAttributes: call => ({
    ...V1_41.requestAttributes(call),
    ...LATEST.requestAttributes(call),
  }),
  responseAttributes: call => ({
    ...LATEST.responseAttributes(call),
    ...V1_41.responseAttributes(call),
  }),
  measure(call, record) {
    V1_41.measure(call, record);
    LATEST.measure(call, withoutShared(record));
  },
  measureChunks(call, record) {
    V1_41.measureChunks(call, record);
    LATEST.measureChunks(call, record);
  },
};

/** Durations of embeddings have the same name in both, and are measured once. */
function withoutShared(record: Measure): Measure {
  return (metric, value, attributes) => {
    if (V1_41.metrics.every(({ name }) => name !== metric.name)) {
      record(metric, value, attributes);
    }
  };
}
