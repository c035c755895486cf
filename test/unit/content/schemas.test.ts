// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { CallContent } from '../../../src/call.ts';
import type { Dialect } from '../../../src/dialects/dialect.ts';
import { dialectsByName } from '../../../src/dialects/registry.ts';
import { BOTH } from '../../../src/semconv/both.ts';
import { LATEST } from '../../../src/semconv/latest.ts';
import { V1_41 } from '../../../src/semconv/v1.41.ts';
import {
  contentMistakes,
  type ContentDocument,
} from '../../support/json-schema.ts';
import {
  eventsOf,
  fixtureDialects,
  wireFixtures,
  type WireFixture,
} from '../dialects/wire-fixtures.ts';
import { wholeCall } from '../semconv/whole-call.ts';

const DOCUMENTS: Record<keyof CallContent, ContentDocument> = {
  inputMessages: 'InputMessages',
  outputMessages: 'OutputMessages',
  systemInstructions: 'SystemInstructions',
  toolDefinitions: 'ToolDefinitions',
};

const PROFILES = [
  [V1_41, ['v1.41']],
  [LATEST, ['latest']],
  [BOTH, ['v1.41', 'latest']],
] as const;

function mistakesOf(content: CallContent): string[] {
  const call = wholeCall('openai', 'chat');
  return PROFILES.flatMap(([profile, schemas]) => {
    const shaped = profile.content.shape(content, call);
    return schemas.flatMap(schema =>
      Object.entries(shaped).flatMap(([section, said]) =>
        contentMistakes(schema, DOCUMENTS[section as keyof CallContent], said)
      )
    );
  });
}

function contentOf(fixture: WireFixture): CallContent {
  const { content } =
    dialectsByName[fixture.dialect as keyof typeof dialectsByName];
  assert.ok(content);
  const { request, body, stream } = fixture;
  const json = parsed(body);
  return {
    ...content.readRequest(request.body, new URL(request.url)),
    outputMessages: stream
      ? content.readEvents(eventsOf(body))
      : content.readResponse(json),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('the schemas of content', () => {
  const wrong: [ContentDocument, unknown][] = [
    ['InputMessages', [{ parts: [] }]],
    ['InputMessages', [{ role: 'user' }]],
    ['InputMessages', [{ role: 'user', parts: [{ type: 'text' }] }]],
    ['InputMessages', [{ role: 'user', parts: [{ content: 'x' }] }]],
    ['InputMessages', [{ role: 1, parts: [] }]],
    [
      'InputMessages',
      [
        {
          role: 'user',
          parts: [{ type: 'uri', modality: 'image', uri: 'data:,x' }],
        },
      ],
    ],
    ['SystemInstructions', [{ type: 'text', content: 1 }]],
    ['ToolDefinitions', [{ type: 'function' }]],
    ['ToolDefinitions', {}],
  ];
  for (const [document, value] of wrong) {
    it(`refuse ${JSON.stringify(value)} as ${document}`, () => {
      assert.notDeepEqual(contentMistakes('v1.41', document, value), []);
      assert.notDeepEqual(contentMistakes('latest', document, value), []);
    });
  }

  it('want a finish reason in v1.41, and texts as instructions in the latest', () => {
    const output = [{ role: 'assistant', parts: [] }];
    assert.notDeepEqual(contentMistakes('v1.41', 'OutputMessages', output), []);
    assert.deepEqual(contentMistakes('latest', 'OutputMessages', output), []);
    const blob = [{ type: 'blob', modality: 'image', content: '' }];
    assert.deepEqual(contentMistakes('v1.41', 'SystemInstructions', blob), []);
    assert.notDeepEqual(
      contentMistakes('latest', 'SystemInstructions', blob),
      []
    );
  });
});

describe('content of every fixture', () => {
  const readable = fixtureDialects().filter(
    name =>
      (dialectsByName as Partial<Record<string, Dialect>>)[name]?.content !==
      undefined
  );

  it('is read of every format but embeddings and those that have no reader yet', () => {
    assert.deepEqual(
      Object.values(dialectsByName)
        .filter(({ content }) => content === undefined)
        .map(({ name }) => name)
        .filter(name => !name.endsWith('-embeddings')),
      [
        'openai-moderations',
        'anthropic-complete',
        'google-interactions',
        'bedrock-retrieve',
        'rerank',
        'huggingface-generate',
        'workers-ai',
        'replicate',
        'llama-cpp',
        'lm-studio',
        'tensorzero',
      ]
    );
  });

  for (const dialect of readable) {
    for (const fixture of wireFixtures(dialect)) {
      it(`fits the schemas of each profile: ${dialect}/${fixture.name}`, () => {
        assert.deepEqual(mistakesOf(contentOf(fixture)), []);
      });
    }
  }

  it('is one message for each choice that ended', () => {
    for (const dialect of readable) {
      for (const fixture of wireFixtures(dialect)) {
        const { finishReasons = [], errorType } = fixture.expect.response;
        if (finishReasons.length === 0 || errorType !== undefined) continue;
        const { outputMessages = [] } = contentOf(fixture);
        // A prompt that was refused has a reason and no message.
        if (fixture.name.startsWith('blocked-prompt')) {
          assert.deepEqual(outputMessages, []);
        } else {
          assert.equal(
            outputMessages.length,
            finishReasons.length,
            `${dialect}/${fixture.name}`
          );
        }
      }
    }
  });
});
