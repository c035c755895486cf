// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, CallContent } from '../call.ts';
import { attributesOf, type Attributes } from './attribute-table.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import type { Profile } from './profile.ts';

/** The event that describes one inference in detail. The same in every profile. */
export const DETAILS = 'gen_ai.client.inference.operation.details';

export const EXCEPTION_ATTRIBUTES = {
  type: 'exception.type',
  message: 'exception.message',
} as const;

/** Prompts and answers of a call, by the names of their attributes. */
export function contentAttributes(
  content: CallContent
): Record<string, readonly object[]> {
  const attributes: Record<string, readonly object[]> = {};
  for (const section of Object.keys(CONTENT) as (keyof typeof CONTENT)[]) {
    const part = content[section];
    if (part !== undefined) attributes[CONTENT[section]] = part;
  }
  return attributes;
}

/** Attributes of the event that describes a call in detail, without its content. */
export function detailsAttributes(profile: Profile, call: Call): Attributes {
  const attributes = attributesOf(profile.request, call);
  attributesOf(profile.response, call, attributes);
  for (const name of profile.content.notOnEvent) delete attributes[name];
  return attributes;
}

const CONTENT = {
  systemInstructions: A.systemInstructions,
  inputMessages: A.inputMessages,
  outputMessages: A.outputMessages,
  toolDefinitions: A.toolDefinitions,
} as const satisfies Record<keyof CallContent, string>;
