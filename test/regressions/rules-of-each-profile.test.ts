// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import { rulesOf } from '../../src/slo/rules/rules.ts';

const availability: ObjectiveInput = {
  name: 'calls',
  kind: 'availability',
  target: 99.9,
};

/** The expressions of recorded series that read a histogram of the conventions. */
function expressions(
  semconv: 'v1.41' | 'latest',
  match?: ObjectiveInput['match']
): string[] {
  return rulesOf(
    resolveObjectives({
      service: 'chat',
      prometheus: { semconv },
      objectives: [{ ...availability, ...(match && { match }) }],
    })
  )
    .flatMap(({ file }) => file.groups)
    .filter(({ name }) => !name.includes('causes'))
    .flatMap(({ rules }) => rules.filter(rule => 'record' in rule))
    .map(({ expr }) => expr)
    .filter(expr => expr.includes('gen_ai_client_'));
}

describe('rules on the histograms', () => {
  it('read the metric that the profile latest has for embeddings', () => {
    const read = expressions('latest', { operation: 'embeddings' }).filter(
      expr => expr.includes('gen_ai_client_embeddings_duration')
    );
    assert.ok(read.length >= 4, String(read.length));
    assert.ok(read.every(expr => !expr.includes('gen_ai_client_inference')));
  });

  it('read one metric for all operations with the profile v1.41', () => {
    for (const expr of expressions('v1.41', { operation: 'embeddings' })) {
      assert.doesNotMatch(expr, /gen_ai_client_(embeddings|inference)/);
    }
  });

  it('count no polls of a stored response, which the profile both measures as v1.41', () => {
    const read = expressions('v1.41');
    assert.ok(read.length >= 4);
    for (const expr of read) {
      assert.match(expr, /gen_ai_operation_name!="fetch_response"/);
    }
  });

  for (const operation of ['fetch_response', 'chat']) {
    it(`count what an objective names: ${operation}`, () => {
      for (const expr of expressions('v1.41', { operation })) {
        if (!expr.includes(`gen_ai_operation_name="${operation}"`)) continue;
        assert.doesNotMatch(expr, /gen_ai_operation_name!=/);
      }
    });
  }
});
