// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { OutputMessage } from '../../content/messages.ts';
import type { ContentReader } from '../dialect.ts';
import { message, objectsOf, textParts } from '../content-parts.ts';
import { asObject } from '../fields.ts';
import { StreamedMessages } from '../streamed-messages.ts';

/** Content of watsonx's text generation, whose streams have in each event the members of a whole answer. */
export const watsonxGenerationContent: ContentReader = {
  requestMembers: new Set(['input']),
  readRequest: ({ input }) => ({
    inputMessages: textParts(input).map(part => message('user', [part])),
  }),
  readResponse: json => readResults([json]),
  readEvents: readResults,
};

function readResults(events: readonly unknown[]): OutputMessage[] {
  const streamed = new StreamedMessages();
  for (const event of events) {
    for (const result of objectsOf(asObject(event)['results'])) {
      const into = streamed.choice();
      into.say('text', result['generated_text']);
      if (result['stop_reason'] !== 'not_finished') {
        into.finish(result['stop_reason']);
      }
    }
  }
  return streamed.messages();
}
