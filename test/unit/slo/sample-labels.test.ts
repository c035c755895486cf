// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { sampleLabels } from '../../../src/slo/rule-tests/sample-labels.ts';

/** Selectors, and the labels that a series of the rehearsal needs for them. */
const SELECTED: readonly [
  selector: string,
  labels: Readonly<Record<string, string>>,
][] = [
  ['', { job: 'app' }],
  ['job="chat"', { job: 'chat' }],
  ['job=~"chat|mail"', { job: 'chat' }],
  ['job=~"(chat|mail).*", env = "prod"', { job: 'chat', env: 'prod' }],
  ['job=~"chat-.+"', { job: 'chat-x' }],
  ['job!="chat"', { job: 'other' }],
  ['env!~"test|dev"', { env: 'other' }],
  ['team="a \\"b\\""', { team: 'a "b"' }],
];

describe('series that rules are tried on', () => {
  for (const [selector, expected] of SELECTED) {
    it(`are selected by ${selector === '' ? 'nothing' : selector}`, () => {
      const labels = sampleLabels({}, selector);
      for (const [label, value] of Object.entries(expected)) {
        assert.equal(labels[label], value);
      }
    });
  }

  it('are of what an objective is about', () => {
    assert.deepEqual(
      sampleLabels({ provider: ['groq', 'openai'], model: ['gpt-*'] }, ''),
      {
        job: 'app',
        instance: 'app:9464',
        gen_ai_provider_name: 'groq',
        gen_ai_request_model: 'gpt-x',
        gen_ai_operation_name: 'chat',
      }
    );
  });
});
