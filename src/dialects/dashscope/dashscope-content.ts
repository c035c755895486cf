// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Message, OutputMessage } from '../../content/messages.ts';
import type { ContentReader } from '../dialect.ts';
import { message, objectsOf, textParts } from '../content-parts.ts';
import type { JsonObject } from '../fields.ts';
import { asObject } from '../fields.ts';
import { openaiChatContent } from '../openai/content/chat-content.ts';
import { StreamedMessages } from '../streamed-messages.ts';

/** Content in DashScope's own format: messages in OpenAI's format in `input`, or a prompt and a text. */
export const dashscopeContent: ContentReader = {
  requestMembers: new Set(['input', 'parameters']),
  readRequest({ input, parameters }, url) {
    const { messages, prompt } = asObject(input);
    const { tools } = asObject(parameters);
    const said = openaiChatContent.readRequest({ messages, tools }, url);
    const prompts: Message[] = textParts(prompt).map(part =>
      message('user', [part])
    );
    return {
      ...said,
      inputMessages: [...(said.inputMessages ?? []), ...prompts],
    };
  },
  readResponse: json => messagesOf(asObject(asObject(json)['output'])),
  /** Incremental events and events that repeat the previous text differ only in their texts. */
  readEvents(events) {
    const outputs = events.map(event => asObject(asObject(event)['output']));
    const texts = outputs.map(textOf);
    const isWhole = texts.every(
      (text, index) => index === 0 || text.startsWith(texts[index - 1]!)
    );
    if (isWhole) return messagesOf(outputs.at(-1) ?? {});
    const streamed = new StreamedMessages();
    for (const [index, output] of outputs.entries()) {
      const into = streamed.choice();
      into.say('text', texts[index]);
      const [choice] = objectsOf(output['choices']);
      const reason = choice?.['finish_reason'] ?? output['finish_reason'];
      if (reason !== 'null') into.finish(reason);
    }
    return streamed.messages();
  },
};

function messagesOf({
  choices,
  text,
  finish_reason,
}: JsonObject): OutputMessage[] {
  const given = Array.isArray(choices)
    ? choices
    : text === undefined
      ? []
      : [{ message: { content: text }, finish_reason }];
  return openaiChatContent.readResponse({ choices: given });
}

function textOf({ choices, text }: JsonObject): string {
  const [choice] = objectsOf(choices);
  const { content } = asObject(choice?.['message']);
  const parts = Array.isArray(content)
    ? objectsOf(content).map(part => part['text'])
    : [content ?? text];
  return parts.filter(part => typeof part === 'string').join('');
}
