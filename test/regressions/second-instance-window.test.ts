// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { GenAIInstrumentation } from '../../src/index.ts';
import { localWindow, withOperation } from '../../src/slo/index.ts';
import {
  call,
  calling,
  failing,
  good,
  slo,
} from '../telemetry/support/objectives.ts';

const objectives = slo(
  { name: 'calls', kind: 'availability', target: 99 },
  { name: 'answer', kind: 'availability', target: 99, source: 'operation' }
);

describe('localWindow beside a second instrumentation', () => {
  it('goes on with what the active one counts', async () => {
    await calling(
      objectives,
      failing(503, 'overloaded_error'),
      async origin => {
        await call(origin);
        const second = new GenAIInstrumentation(objectives);
        try {
          await call(origin);
          assert.equal(localWindow('calls').total, 2);
          assert.equal(localWindow('calls').bad, 2);
        } finally {
          second.disable();
        }
        await call(origin);
        assert.equal(localWindow('calls').total, 3);
      }
    );
  });

  it('follows the second one once the first is disabled', async () => {
    let second: GenAIInstrumentation | undefined;
    await calling(objectives, good, async (origin, { instrumentation }) => {
      await call(origin);
      second = new GenAIInstrumentation(objectives);
      instrumentation.disable();
      await call(origin);
      await call(origin);
      assert.equal(localWindow('calls').total, 3);
      await withOperation('answer', () => undefined);
      assert.equal(localWindow('answer').total, 1);
      second.disable();
      assert.equal(localWindow('calls').total, 2, 'those of the last one');
    });
  });
});
