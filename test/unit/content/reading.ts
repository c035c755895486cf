// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type {
  CallContent,
  MessagePart,
  OutputMessage,
} from '../../../src/call.ts';
import type { ContentReader } from '../../../src/dialects/dialect.ts';
import {
  dialectsByName,
  type DialectName,
} from '../../../src/dialects/registry.ts';

/** The reader of a format, as the format itself has it. */
export function contentReader(name: DialectName): {
  request(body: Record<string, unknown>): CallContent;
  response: ContentReader['readResponse'];
  events(...events: unknown[]): OutputMessage[];
} {
  const reader = (dialectsByName[name] as { readonly content?: ContentReader })
    .content;
  assert.ok(reader, name);
  return {
    request(body) {
      const members = Object.fromEntries(
        Object.entries(body).filter(([key]) => reader.requestMembers.has(key))
      );
      return reader.readRequest(members, new URL('http://localhost/v1/x'));
    },
    response: json => reader.readResponse(json),
    events: (...events) => reader.readEvents(events),
  };
}

export const text = (content: string): MessagePart => ({
  type: 'text',
  content,
});
export const reasoning = (content: string): MessagePart => ({
  type: 'reasoning',
  content,
});
export const said = (role: string, ...parts: MessagePart[]) => ({
  role,
  parts,
});
