// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { anthropicMessagesContent } from '../anthropic/messages-content.ts';
import { bedrockConverseContent } from './converse-content.ts';
import { cohereChatContent } from '../cohere/chat-content.ts';
import type { OutputMessage } from '../../content/messages.ts';
import type { ContentReader } from '../dialect.ts';
import { message, objectsOf, textParts } from '../content-parts.ts';
import type { JsonObject } from '../fields.ts';
import { asObject, asText } from '../fields.ts';
import { openaiChatContent } from '../openai/content/chat-content.ts';
import { StreamedMessages } from '../streamed-messages.ts';

/**
 * Content in the formats of the model vendors on Bedrock, distinguished by their members, as the rest of their
 * bodies is.
 */
export const bedrockInvokeContent: ContentReader = {
  requestMembers: new Set([
    ...anthropicMessagesContent.requestMembers,
    ...cohereChatContent.requestMembers,
    'anthropic_version',
    'toolConfig',
    'prompt',
    'inputText',
  ]),
  readRequest: (members, url) =>
    readerOfRequest(members).readRequest(members, url),
  readResponse: json => readerOfAnswer(asObject(json)).readResponse(json),
  readEvents(events) {
    const answers = events.flatMap(event =>
      decoded(asObject(asObject(event)['payload'])['bytes'])
    );
    const first = answers[0] ?? {};
    const reader = readerOfAnswer(first);
    return reader.readEvents(
      reader === bedrockConverseContent ? answers.flatMap(novaEvent) : answers
    );
  },
};

/** A prompt and an answer in plain text: Llama, Titan, Mistral, Claude 2. */
const plainText: ContentReader = {
  requestMembers: new Set(['prompt', 'inputText']),
  readRequest: ({ prompt, inputText }) => ({
    inputMessages: textParts(prompt ?? inputText).map(part =>
      message('user', [part])
    ),
  }),
  readResponse: json => readTexts([json]),
  readEvents: readTexts,
};

function readTexts(answers: readonly unknown[]): OutputMessage[] {
  const streamed = new StreamedMessages();
  for (const answer of answers) {
    const body = asObject(answer);
    const items = [
      ...itemNames.flatMap(name => objectsOf(body[name])),
      ...objectsOf(body['completions']).map(jurassicItem),
    ];
    for (const [index, item] of (items.length > 0 ? items : [body]).entries()) {
      const text = textNames.find(name => asText(item[name]) !== undefined);
      const reason = reasonNames.find(name => asText(item[name]) !== undefined);
      if (text === undefined && reason === undefined) continue;
      const into = streamed.choice(index);
      if (text !== undefined) into.say('text', item[text]);
      if (reason !== undefined) into.finish(item[reason]);
    }
  }
  return streamed.messages();
}

/** { data: { text }, finishReason: { reason } } */
function jurassicItem({ data, finishReason }: JsonObject): JsonObject {
  const { text } = asObject(data);
  return { text, finish_reason: asObject(finishReason)['reason'] };
}

/** Members with a list of answers: of Titan, Mistral, Cohere, DeepSeek. */
const itemNames = ['results', 'outputs', 'generations', 'choices'];
const textNames = ['generation', 'outputText', 'completion', 'text'];
const reasonNames = ['stop_reason', 'completionReason', 'finish_reason'];

function readerOfRequest(members: JsonObject): ContentReader {
  const { messages, message, anthropic_version } = members;
  if (anthropic_version !== undefined) return anthropicMessagesContent;
  if (message !== undefined) return cohereChatContent;
  if (!Array.isArray(messages)) return plainText;
  const { content } = asObject(messages[0]);
  // A part of Nova has no type; the name of its member is the type.
  return Array.isArray(content) && asObject(content[0])['type'] === undefined
    ? bedrockConverseContent
    : openaiChatContent;
}

function readerOfAnswer(body: JsonObject): ContentReader {
  const { type, choices, output } = body;
  if (type === 'message' || type === 'message_start') {
    return anthropicMessagesContent;
  }
  if (isChat(choices)) return openaiChatContent;
  if (output !== undefined || body['messageStart'] !== undefined) {
    return bedrockConverseContent;
  }
  const cohere = body['event_type'] !== undefined || 'chat_history' in body;
  return cohere ? cohereChatContent : plainText;
}

function isChat(choices: unknown): boolean {
  const [first] = objectsOf(choices);
  return (
    first !== undefined &&
    (first['message'] !== undefined || first['delta'] !== undefined)
  );
}

/** Nova sends the events of Converse, each in a member with its name. */
function novaEvent(body: JsonObject): JsonObject[] {
  return Object.entries(body).map(([type, payload]) => ({ type, payload }));
}

/** Decodes the JSON of the model, which is in base64. */
function decoded(bytes: unknown): JsonObject[] {
  if (typeof bytes !== 'string') return [];
  try {
    const text = Buffer.from(bytes, 'base64').toString('utf8');
    return [asObject(JSON.parse(text))];
  } catch {
    return [];
  }
}
