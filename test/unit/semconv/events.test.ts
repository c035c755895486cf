// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BOTH } from '../../../src/semconv/both.ts';
import {
  contentAttributes,
  detailsAttributes,
  EXCEPTION_ATTRIBUTES,
} from '../../../src/semconv/events.ts';
import { LATEST } from '../../../src/semconv/latest.ts';
import { SEVERITY } from '../../../src/semconv/profile.ts';
import { V1_41 } from '../../../src/semconv/v1.41.ts';
import { readConvention, spanRequirements } from './convention.ts';
import { wholeCall } from './whole-call.ts';

/** Its table in v1.41 has none, and its example has it: what the rest means depends on it. */
const PROVIDER = 'gen_ai.provider.name';
const content = contentAttributes({
  inputMessages: [],
  outputMessages: [],
  systemInstructions: [],
  toolDefinitions: [],
});

for (const [profile, name] of [
  [V1_41, 'v1.41'],
  [LATEST, 'latest'],
] as const) {
  describe(`events of profile ${name}`, () => {
    const { events } = readConvention(name);

    it('have the names and severities of the convention', () => {
      const ours = [profile.content.event, profile.exception].map(event => [
        event.name,
        event.severity === undefined ? null : SEVERITY[event.severity],
      ]);
      const theirs = Object.entries(events).map(([event, { severity }]) => [
        event,
        severity,
      ]);
      assert.deepEqual(ours, theirs);
    });

    it('have the attributes of their tables', () => {
      const convention = readConvention(name);
      const { without = [] } = events[profile.content.event.name]!;
      for (const provider of ['openai', 'cohere']) {
        const table = spanRequirements(convention, 'chat', provider);
        const ours = {
          ...detailsAttributes(profile, {
            ...wholeCall(provider, 'chat'),
            resendCount: 0,
          }),
          ...content,
        };
        const allowed = Object.keys(table).filter(
          attribute => attribute === PROVIDER || !without.includes(attribute)
        );
        assert.deepEqual(
          Object.keys(ours).filter(attribute => !allowed.includes(attribute)),
          [],
          provider
        );
      }
      assert.deepEqual(
        Object.values(EXCEPTION_ATTRIBUTES).filter(
          attribute =>
            !(attribute in events[profile.exception.name]!.attributes!)
        ),
        []
      );
    });

    it('have all attributes of content that the span may have', () => {
      const table = spanRequirements(readConvention(name), 'chat', 'openai');
      assert.deepEqual(
        Object.keys(content).filter(attribute => !(attribute in table)),
        []
      );
      assert.equal(Object.keys(content).length, 4);
    });
  });
}

describe('content of each profile', () => {
  const call = wholeCall('openai', 'chat');
  const answered = { ...call };
  delete answered.errorType;
  const failed = { ...call, errorType: 'timeout' };
  const outputMessages = [
    { role: 'assistant', parts: [], finish_reason: 'stop' },
    { role: 'assistant', parts: [] },
  ];
  const reasons = (
    profile: typeof V1_41,
    of: typeof call
  ): (string | undefined)[] | undefined =>
    profile.content
      .shape({ outputMessages }, of)
      .outputMessages?.map(message => message.finish_reason);

  it('has a finish reason in every answer where the schema wants one', () => {
    assert.deepEqual(reasons(V1_41, answered), ['stop', 'unknown']);
    assert.deepEqual(reasons(V1_41, failed), ['stop', 'error']);
    assert.deepEqual(reasons(LATEST, failed), ['stop', undefined]);
    assert.deepEqual(reasons(BOTH, failed), ['stop', 'error']);
  });

  it('has texts only as instructions of the latest', () => {
    const text = { type: 'text' as const, content: 'x' };
    const blob = {
      type: 'blob' as const,
      modality: 'image',
      content: 'secret',
    };
    const systemInstructions = [text, blob];
    assert.deepEqual(V1_41.content.shape({ systemInstructions }, call), {
      systemInstructions,
    });
    for (const profile of [LATEST, BOTH]) {
      assert.deepEqual(profile.content.shape({ systemInstructions }, call), {
        systemInstructions: [text, { type: 'generic', generic_type: 'blob' }],
      });
    }
  });
});
