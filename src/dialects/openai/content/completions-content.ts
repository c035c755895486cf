// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Message } from '../../../content/messages.ts';
import type { ContentReader } from '../../dialect.ts';
import { generic, message, objectsOf, textParts } from '../../content-parts.ts';
import { asObject, asText, asTexts } from '../../fields.ts';
import { finishReasonOf } from '../../finish-reasons.ts';
import { outputMessage, StreamedMessages } from '../../streamed-messages.ts';

/** Content of legacy completions. A prompt of token numbers cannot be read. */
export const openaiCompletionsContent: ContentReader = {
  requestMembers: new Set(['prompt', 'suffix']),
  readRequest({ prompt, suffix }) {
    const messages: Message[] = (asTexts(prompt) ?? []).map(text =>
      message('user', textParts(text))
    );
    const after = asText(suffix);
    if (after !== undefined) {
      messages[0]?.parts.push(generic('suffix', { content: after }));
    }
    return { inputMessages: messages };
  },
  readResponse: json =>
    objectsOf(asObject(json)['choices']).map(choice =>
      outputMessage(
        undefined,
        textParts(choice['text']),
        finishReasonOf(choice['finish_reason'])
      )
    ),
  readEvents(events) {
    const streamed = new StreamedMessages();
    for (const event of events) {
      for (const choice of objectsOf(asObject(event)['choices'])) {
        const into = streamed.choice(choice['index']);
        into.say('text', choice['text']);
        into.finish(choice['finish_reason']);
      }
    }
    return streamed.messages();
  },
};
