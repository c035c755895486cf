// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { MessagePart, OutputMessage } from '../../content/messages.ts';
import { linked, message, objectsOf, textParts } from '../content-parts.ts';
import type { ContentReader } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asObject, asText } from '../fields.ts';
import { outputMessage } from '../streamed-messages.ts';

/**
 * Content of images and sound as messages: the requested text, and the returned images or text. Sound is left out, because
 * it is no JSON and its events are pieces of a file. The conventions have no attribute for moderated or ranked content.
 */
export const mediaContent: ContentReader = {
  requestMembers: new Set(['prompt', 'input', 'instructions']),
  readRequest({ prompt, input, instructions }) {
    const asked = textParts(prompt ?? input);
    const instructed = textParts(instructions);
    return {
      ...(asked.length > 0 && { inputMessages: [message('user', asked)] }),
      ...(instructed.length > 0 && { systemInstructions: instructed }),
    };
  },
  readResponse(json) {
    const { data, text, output_format } = asObject(json);
    return [
      ...objectsOf(data).flatMap(image => imageOf(image, output_format)),
      ...messagesOf(textParts(text)),
    ];
  },
  readEvents(events) {
    const whole: OutputMessage[] = [];
    let said = '';
    for (const event of events) {
      const part = asObject(event);
      const type = asText(part['type']) ?? '';
      if (type.endsWith('.completed')) {
        whole.push(...imageOf(part, part['output_format']));
      } else if (type === 'transcript.text.delta') {
        said += asText(part['delta']) ?? '';
      } else if (type === 'transcript.text.done') {
        said = asText(part['text']) ?? said;
      }
    }
    return [...whole, ...messagesOf(textParts(said === '' ? undefined : said))];
  },
};

/** Each image is a separate choice. */
function imageOf(
  { b64_json, url }: JsonObject,
  format: unknown
): OutputMessage[] {
  const data = asText(b64_json);
  const place =
    data === undefined
      ? asText(url)
      : `data:image/${asText(format) ?? 'png'};base64,${data}`;
  return place === undefined ? [] : messagesOf([linked('image', place)]);
}

function messagesOf(parts: MessagePart[]): OutputMessage[] {
  return parts.length === 0 ? [] : [outputMessage(undefined, parts, undefined)];
}
