// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { GenAIInstrumentation } from '../../src/index.ts';
import { resolveConfig } from '../../src/config/config.ts';
import { BODY, PATH, transports } from '../telemetry/support/calling.ts';
import {
  completion,
  json,
  scriptedServer,
} from '../telemetry/support/scripted-server.ts';
import { track } from '../telemetry/support/tracked.ts';

describe('the option ownMetrics', () => {
  for (const ownMetrics of [true, false]) {
    it(`${ownMetrics ? 'keeps' : 'leaves out'} the metrics of our own where it is ${ownMetrics}`, async () => {
      const tracked = track({ ownMetrics });
      const server = await scriptedServer((_, response) => {
        response.setHeader('retry-after', '1');
        response.setHeader('x-ratelimit-remaining-requests', '5');
        json(response, 200, completion);
      });
      try {
        await transports['fetch']!(server.origin + PATH, { body: BODY });
        const own = [
          ...(await tracked.values('genai.client.active_requests')),
          ...(await tracked.values('genai.client.ratelimit.remaining')),
          ...(await tracked.series('genai.client.retry_after')),
        ];
        assert.equal(own.length, ownMetrics ? 3 : 0);
        const durations = await tracked.series(
          'gen_ai.client.operation.duration'
        );
        assert.equal(durations.length, 1);
      } finally {
        await tracked.stop();
        await server.close();
      }
    });
  }

  it('is read from the environment, and refused in code where it is neither true nor false', () => {
    const name = 'OTEL_INSTRUMENTATION_GENAI_OWN_METRICS';
    const resolved = (value: string, given?: boolean): boolean =>
      resolveConfig(given === undefined ? {} : { ownMetrics: given }, {
        [name]: value,
      }).ownMetrics;
    assert.equal(resolved('FALSE'), false);
    assert.equal(resolved(' true '), true);
    assert.equal(resolved(''), true);
    assert.equal(resolved('false', true), true);
    // A mistake in the environment costs nothing but itself.
    assert.equal(resolved('maybe'), true);
    assert.throws(
      () => new GenAIInstrumentation({ ownMetrics: 'no' as never }),
      /ownMetrics/
    );
  });
});
