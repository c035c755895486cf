// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { CallContent } from '../../../src/call.ts';
import type { Dialect } from '../../../src/dialects/dialect.ts';
import { dialectsByName } from '../../../src/dialects/registry.ts';
import { asObject } from '../../../src/dialects/fields.ts';
import { V1_41 } from '../../../src/semconv/v1.41.ts';
import { contentMistakes } from '../../support/json-schema.ts';
import { wholeCall } from '../semconv/whole-call.ts';

const seed = 20261122;
const names = (
  'messages role content parts text type system tools name function arguments tool_calls id index ' +
  'choices message delta finish_reason refusal reasoning_content reasoning audio data transcript ' +
  'image_url url input_audio file file_id file_data images thinking custom input output instructions ' +
  'call_id summary item response output_index content_index action result source media_type tool_use_id ' +
  'content_block partial_json stop_reason candidates contents inlineData mimeType fileData fileUri ' +
  'functionCall functionResponse args thought functionDeclarations executableCode toolUse toolResult json ' +
  'payload contentBlockIndex start reasoningContent image bytes toolConfig toolSpec guardContent message ' +
  'chat_history preamble tool_plan tool_results call outputs prompt suffix generation results bytes ' +
  'generated_text done_reason kind __proto__ constructor toString'
).split(' ');
const words =
  'text|image|message|user|assistant|tool|tool_use|tool_result|thinking|message_start|content_block_start|content_block_delta|response.completed|response.output_item.added|response.output_text.delta|function_call|reasoning|x_call|x_call_output|messageStart|contentBlockDelta|message-start|text-generation|stop|base64|data:image/png;base64,aGk=|{"a":1}||x'.split(
    '|'
  );

function randomFrom(start: number): (below: number) => number {
  let state = start;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % below;
  };
}

function randomJson(random: (below: number) => number, depth: number): unknown {
  const kind = random(depth > 0 ? 10 : 4);
  if (kind < 2) return words[random(words.length)];
  if (kind === 2) return random(3);
  if (kind === 3) return [null, true, -1.5][random(3)];
  const count = random(5);
  const values = Array.from({ length: count }, () =>
    randomJson(random, depth - 1)
  );
  if (kind < 7) return values;
  // Through JSON, as from the wire: __proto__ becomes a member.
  return JSON.parse(
    `{${values.map(value => `"${names[random(names.length)]}":${JSON.stringify(value)}`).join()}}`
  ) as unknown;
}

const dialects: readonly Dialect[] = Object.values(dialectsByName);
for (const { name, content } of dialects) {
  if (content === undefined) continue;
  describe(`${name} content of any JSON (seed ${seed})`, () => {
    it('never throws, and is valid', () => {
      const random = randomFrom(seed);
      const call = wholeCall('openai', 'chat');
      const url = new URL('http://localhost/');
      for (let round = 0; round < 400; round++) {
        const members = Object.fromEntries(
          [...content.requestMembers].map(member => [
            member,
            randomJson(random, 6),
          ])
        );
        const request = content.readRequest(members, url);
        const any = randomJson(random, 7);
        const events = Array.from({ length: 6 }, () => ({
          ...asObject(randomJson(random, 6)),
          choices: [randomJson(random, 5)],
          candidates: [randomJson(random, 5)],
          output: [randomJson(random, 5)],
        }));
        for (const outputMessages of [
          content.readResponse(any),
          content.readResponse(events[0]),
          content.readEvents(events),
        ]) {
          check({ ...request, outputMessages });
        }
      }

      function check(read: CallContent): void {
        const {
          inputMessages = [],
          outputMessages = [],
          systemInstructions = [],
          toolDefinitions = [],
        } = V1_41.content.shape(read, call);
        assert.deepEqual(
          [
            ...contentMistakes('v1.41', 'InputMessages', inputMessages),
            ...contentMistakes('v1.41', 'OutputMessages', outputMessages),
            ...contentMistakes(
              'v1.41',
              'SystemInstructions',
              systemInstructions
            ),
            ...contentMistakes('v1.41', 'ToolDefinitions', toolDefinitions),
          ],
          []
        );
      }
    });
  });
}
