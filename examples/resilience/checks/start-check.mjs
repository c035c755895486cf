// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { deepStrictEqual as equal, ok } from 'node:assert/strict';
import { ended, linesOf } from './played.mjs';

export const runs = [
  {
    expect: {
      ...ended,
      'says what to mend': played => {
        const [ready, model, key] = linesOf(played);
        equal(ready, 'ready');
        ok(model.startsWith('not ready: no such model: gpt-3.5-turbo;'));
        ok(key.startsWith('not ready: 401 '));
      },
      'asks once each': ({ requests }) =>
        equal(
          requests.map(({ method, path, status }) => [method, path, status]),
          [200, 200, 401].map(status => ['GET', '/v1/models', status])
        ),
      'is HTTP, and no call of a model': ({ spans, points }) => {
        equal(
          spans.map(({ name }) => name),
          ['GET', 'GET', 'GET']
        );
        // A promised operation is there from the beginning, with nothing counted.
        equal(
          points.filter(({ name, value }) => /^gen_?ai/.test(name) && value),
          []
        );
      },
    },
  },
];
