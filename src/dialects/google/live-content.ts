// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  Message,
  MessagePart,
  RequestContent,
} from '../../content/messages.ts';
import {
  objectsOf,
  reasoningParts,
  textParts,
  toolCall,
  toolResponse,
} from '../content-parts.ts';
import { asText, type JsonObject } from '../fields.ts';
import { googleGenerateContent } from './generate-content.ts';
import { memberOf } from './parameters.ts';

/** Instructions and tools of a session; they have the format of generateContent. */
export function setupContent(setup: JsonObject): RequestContent {
  const { systemInstructions, toolDefinitions } =
    googleGenerateContent.readRequest(setup, new URL('https://localhost/'));
  return { systemInstructions, toolDefinitions };
}

/** Messages of the client, without sound and images. */
export function contentMessages(turns: unknown): Message[] {
  const { inputMessages = [] } = googleGenerateContent.readRequest(
    { contents: turns },
    new URL('https://localhost/')
  );
  return inputMessages.map(message => ({
    ...message,
    parts: message.parts.filter(({ type }) => type !== 'blob'),
  }));
}

/** Words of the user. */
export function heard(text: string): Message[] {
  return [{ role: 'user', parts: textParts(text) }];
}

/** Calls of the application's tools. */
export function calls(toolCalls: JsonObject): MessagePart[] {
  return objectsOf(memberOf(toolCalls, 'functionCalls')).map(
    ({ id, name, args }) => toolCall(id, name, args)
  );
}

/** Results of the application's tools. */
export function results(response: JsonObject): Message[] {
  const given = memberOf(response, 'functionResponses');
  const parts = objectsOf(Array.isArray(given) ? given : [given]).map(
    ({ id, name, response: result }) => toolResponse(id ?? name, result)
  );
  return [{ role: 'tool', parts }];
}

/** Words of one piece of the answer: its text, or the transcript of its sound. */
export function pieceParts(
  parts: unknown,
  transcription: JsonObject
): MessagePart[] {
  const written = objectsOf(parts).flatMap(({ text, thought }) =>
    thought === true ? reasoningParts(text) : textParts(text)
  );
  return asText(transcription['text']) === undefined
    ? written
    : [...written, ...textParts(transcription['text'])];
}
