// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { metricRequirements } from './convention.ts';
import {
  callsOf,
  measured,
  operationsOf,
  profiles,
  refined,
  wrongIn,
} from './emitted.ts';

for (const [profile, convention] of profiles) {
  describe(`metrics of profile ${profile.name}`, () => {
    const calls = callsOf(profile);
    const operations = operationsOf(profile);

    it('are those of all client metrics of the convention, with instrument, unit and boundaries', () => {
      const ours = profile.metrics.map(metric => [
        metric.name,
        {
          instrument: metric.kind,
          unit: metric.unit,
          type: metric.valueType,
          boundaries: metric.boundaries,
        },
      ]);
      const theirs = Object.entries(convention.metrics).map(
        ([name, { instrument, unit, type, boundaries }]) => [
          name,
          { instrument, unit, type, boundaries },
        ]
      );
      assert.deepEqual(
        Object.fromEntries(ours as [string, object][]),
        Object.fromEntries(theirs as [string, object][])
      );
    });

    it('are measured for the operations that each metric is of', () => {
      for (const call of calls) {
        const wanted = Object.entries(convention.metrics)
          .filter(
            ([, { operations: of = operations, streamingOnly }]) =>
              of.includes(call.operation as never) &&
              (streamingOnly !== true || call.chunkIntervals.length > 0)
          )
          .map(([name]) => name);
        const seen = measured(profile, call).map(({ metric }) => metric);
        assert.deepEqual([...new Set(seen)].sort(), wanted.sort());
      }
    });

    it('are those of each measurement, as its provider refines it', () => {
      for (const call of calls) {
        for (const { metric, attributes } of measured(profile, call)) {
          assert.deepEqual(wrongIn(convention, attributes), [], metric);
          const table = metricRequirements(convention, metric, call.provider);
          assert.deepEqual(
            Object.keys(attributes).filter(name => !(name in table)),
            [],
            `${metric} of ${call.provider}`
          );
          assert.deepEqual(
            Object.keys(table).filter(
              name =>
                /required$/.test(table[name]!.level) &&
                !(name in attributes) &&
                // A response that is fetched was asked of no model.
                !(name === 'gen_ai.request.model' && !call.request.model)
            ),
            [],
            `${metric} of ${call.provider}`
          );
        }
      }
    });

    it('are those that metrics may carry by default', () => {
      const onMetrics = new Set(
        refined.flatMap(provider =>
          Object.keys(convention.metrics).flatMap(metric =>
            Object.keys(metricRequirements(convention, metric, provider))
          )
        )
      );
      assert.deepEqual(
        profile.metricAttributeNames.filter(name => !onMetrics.has(name)),
        // Of the general conventions; only turns over WebSocket have it.
        ['network.protocol.name']
      );
      assert.ok('network.protocol.name' in convention.general);
    });
  });
}
