// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { blocksOf } from './blocks.ts';
import type { ToolDefinition } from '../../content/messages.ts';
import type { ContentReader } from '../dialect.ts';
import { message, objectsOf, parsedArguments, tool } from '../content-parts.ts';
import type { JsonObject } from '../fields.ts';
import { asObject, asText } from '../fields.ts';
import { finishReasonOf } from '../finish-reasons.ts';
import { outputMessage } from '../streamed-messages.ts';

/** Content of Anthropic's messages. */
export const anthropicMessagesContent: ContentReader = {
  requestMembers: new Set(['system', 'messages', 'tools']),
  readRequest: ({ system, messages, tools }) => ({
    systemInstructions: blocksOf(system),
    inputMessages: objectsOf(messages).map(({ role, content }) =>
      message(role, blocksOf(content))
    ),
    toolDefinitions: objectsOf(tools).flatMap(toolOf),
  }),
  readResponse(json) {
    const { role, content, stop_reason } = asObject(json);
    return Array.isArray(content)
      ? [outputMessage(role, blocksOf(content), finishReasonOf(stop_reason))]
      : [];
  },
  readEvents(events) {
    let started: JsonObject | undefined;
    let stopReason: unknown;
    const blocks = new Map<unknown, StreamedBlock>();
    for (const json of events) {
      const event = asObject(json);
      const { type, index } = event;
      if (type === 'message_start') started = asObject(event['message']);
      else if (type === 'content_block_start') {
        const block = asObject(event['content_block']);
        blocks.set(index, { block, text: '', thinking: '', json: '' });
      } else if (type === 'content_block_delta') {
        readDelta(asObject(event['delta']), blocks.get(index));
      } else if (type === 'message_delta') {
        stopReason = asObject(event['delta'])['stop_reason'] ?? stopReason;
      }
    }
    if (started === undefined) return [];
    const content = [...blocks.values()].map(wholeBlock);
    const reason = finishReasonOf(stopReason);
    return [outputMessage(started['role'], blocksOf(content), reason)];
  },
};

/** A block, which begins empty or complete, and the deltas added to it. */
interface StreamedBlock {
  readonly block: JsonObject;
  text: string;
  thinking: string;
  json: string;
}

function readDelta(delta: JsonObject, into: StreamedBlock | undefined): void {
  if (into === undefined) return;
  into.text += asText(delta['text']) ?? '';
  into.thinking += asText(delta['thinking']) ?? '';
  into.json += asText(delta['partial_json']) ?? '';
}

function wholeBlock({
  block,
  text,
  thinking,
  json,
}: StreamedBlock): JsonObject {
  return {
    ...block,
    text: (asText(block['text']) ?? '') + text,
    thinking: (asText(block['thinking']) ?? '') + thinking,
    ...(json !== '' && { input: parsedArguments(json) }),
  };
}

/** The application's own tools need no type; each tool of the provider has one. */
function toolOf({ type, name }: JsonObject): ToolDefinition[] {
  return tool(type === 'custom' ? 'function' : type, name);
}
