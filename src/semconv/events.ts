// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, CallContent } from '../call.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import type { Attributes, Profile } from './profile.ts';

/** Severities of log records, as OpenTelemetry numbers them. */
export const SEVERITY = { DEBUG: 5, WARN: 13 } as const;

/** One event as a convention defines it; without a severity where the convention says none. */
export interface EventDefinition {
  readonly name: string;
  readonly severity?: keyof typeof SEVERITY;
}

/** What a profile says of content, and of the event that may carry it. */
export interface ContentRules {
  readonly event: EventDefinition;
  /** Attributes of the span that are not in the table of the event. */
  readonly notOnEvent: readonly string[];
  /** Content in the shape of the profile's JSON schemas. */
  shape(content: CallContent, call: Call): CallContent;
}

/** The event that tells of one inference in detail. */
export const DETAILS = 'gen_ai.client.inference.operation.details';

/** The event of a call that failed with an exception. The same in every profile. */
export const EXCEPTION: EventDefinition = {
  name: 'gen_ai.client.operation.exception',
  severity: 'WARN',
};

export const EXCEPTION_ATTRIBUTES = {
  type: 'exception.type',
  message: 'exception.message',
} as const;

/** What was said in a call, by the names of its attributes. */
export function contentAttributes(
  content: CallContent
): Record<string, readonly object[]> {
  const attributes: Record<string, readonly object[]> = {};
  for (const section of Object.keys(CONTENT) as (keyof typeof CONTENT)[]) {
    const said = content[section];
    if (said !== undefined) attributes[CONTENT[section]] = said;
  }
  return attributes;
}

/** Attributes of the event that tells of a call in detail, without its content. */
export function detailsAttributes(profile: Profile, call: Call): Attributes {
  const attributes = {
    ...profile.requestAttributes(call),
    ...profile.responseAttributes(call),
  };
  for (const name of profile.content.notOnEvent) delete attributes[name];
  return attributes;
}

const CONTENT = {
  systemInstructions: A.systemInstructions,
  inputMessages: A.inputMessages,
  outputMessages: A.outputMessages,
  toolDefinitions: A.toolDefinitions,
} as const satisfies Record<keyof CallContent, string>;
