// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { resolveConfig } from '../../../src/config/config.ts';

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';

const resolve = (config: object, word?: string) =>
  resolveConfig(config, word === undefined ? {} : { [VARIABLE]: word });

describe('captureContent', () => {
  const words: [string | undefined, string][] = [
    [undefined, 'none'],
    ['', 'none'],
    ['NO_CONTENT', 'none'],
    ['SPAN_ONLY', 'span'],
    ['EVENT_ONLY', 'event'],
    ['SPAN_AND_EVENT', 'both'],
    ['span_and_event', 'both'],
    [' Span_Only ', 'span'],
    ['true', 'span'],
    ['True', 'span'],
    ['FALSE', 'none'],
    ['both', 'both'],
    ['Event', 'event'],
  ];
  for (const [word, expected] of words) {
    it(`is ${expected} for ${VARIABLE}=${word}`, () => {
      assert.equal(resolve({}, word).captureContent, expected);
    });
  }

  it('of the code goes before the environment, in either direction', () => {
    const off = resolve({ captureContent: 'none' }, 'SPAN_AND_EVENT');
    assert.equal(off.captureContent, 'none');
    const word = resolve({ captureContent: 'SPAN_ONLY' }, 'nonsense');
    assert.equal(word.captureContent, 'span');
    const on = resolve({ captureContent: 'event' }, 'nonsense');
    assert.equal(on.captureContent, 'event');
  });

  it('refuses what it does not know, by its name', () => {
    for (const [option, value] of [
      ['captureContent', 'yes'],
      ['captureContent', 1],
      ['contentHook', 'redact'],
      ['maxContentBytes', -1],
      ['maxContentBytes', '64k'],
    ] as const) {
      assert.throws(
        () => resolve({ [option]: value }),
        new RegExp(`^ConfigurationError: ${option}: `)
      );
    }
  });
});
