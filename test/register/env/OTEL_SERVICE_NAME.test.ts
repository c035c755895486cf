// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../../support/run-app.ts';
import { itObserves } from '../observe-app.ts';

describe('OTEL_SERVICE_NAME', function () {
  this.timeout(120_000);

  itObserves(
    'names the service of the spans, beside what OTEL_RESOURCE_ATTRIBUTES says',
    {
      app: 'app.cjs',
      flags: ['--require', REGISTER],
      env: {
        OTEL_SERVICE_NAME: 'shop',
        OTEL_RESOURCE_ATTRIBUTES: 'team=checkout',
      },
    },
    ({ spans }) => {
      const resource = spans[0]?.resource ?? {};
      assert.deepEqual(
        [resource['service.name'], resource['team']],
        ['shop', 'checkout']
      );
      // Processes that push would overwrite one another without.
      assert.match(String(resource['service.instance.id']), /^[0-9a-f-]{36}$/);
    }
  );
});
