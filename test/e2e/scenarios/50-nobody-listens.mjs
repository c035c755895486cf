// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { closedPort } from '../../support/closed-port.ts';
import { startBack } from '../back.mjs';
import { until } from '../until.mjs';

export const title = 'Loss: nobody listens at the endpoint';

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  for (const protocol of ['http/protobuf', 'grpc']) {
    const back = await startBack(test, {
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await closedPort()}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      },
    });
    await back.ask(3);
    await back.ask(1, '/?model=mock-429', 502);
    await until('it is said', () => back.stderr().includes('could not be'));
    const page = await (await fetch(`http://${back.page}/metrics`)).text();
    const counts = page.matchAll(
      /^gen_ai_client_operation_duration_count\{.*\} (\d+)$/gm
    );
    const sum = [...counts].reduce((total, [, count]) => total + +count, 0);
    assert.equal(sum, 4);
    test.step(
      `${protocol}: the service answers, its own page counts every call`
    );

    assert.deepEqual(await back.ended('SIGTERM'), {
      code: null,
      signal: 'SIGTERM',
    });
    const [said, last, ...more] = back.stderr().trimEnd().split('\n');
    const us = 'opentelemetry-instrumentation-genai:';
    assert.match(
      said,
      new RegExp(`^${us} telemetry could not be sent: .*\\. Spans of the`)
    );
    // Exporters by HTTP try again for longer than a process that is to end may wait.
    if (last !== undefined) {
      assert.equal(
        last,
        `${us} what was measured last could not be sent within 3 s`
      );
    }
    assert.deepEqual(more, []);
    test.step(`${protocol}: it ends by the signal, and the loss was said once`);
  }
}
