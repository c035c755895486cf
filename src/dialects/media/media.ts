// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { ContentReader, Dialect } from '../dialect.ts';
import { asCount, asObject, asText, said } from '../fields.ts';
import { errorTypeOf, eventErrorType } from '../openai/error.ts';
import { modelOf } from '../openai/chat.ts';
import { readResponsesUsage } from '../openai/usage.ts';

/** The differences between the APIs for images and sound. */
interface Media {
  readonly name: string;
  /** The requested kind of content, if it is always the same. */
  readonly outputType?: RequestFacts['outputType'];
  /** Type suffixes of the events that contain the usage. */
  readonly lastEvents?: readonly string[];
  readonly content?: ContentReader;
}

/** Makes the dialect of images or sound. Requests may be forms, whose values are strings. */
export function mediaDialect({
  name,
  outputType,
  lastEvents = [],
  content,
}: Media): Dialect {
  return {
    name,
    ...(content !== undefined && { content }),
    requestMembers: new Set(['model', 'n', 'stream', 'stream_format']),
    readRequest: (body, url) =>
      said<RequestFacts>({
        model: modelOf(body, url),
        stream: isStreamed(body) ? true : undefined,
        choiceCount: choicesOf(body['n']),
        outputType,
      }),
    readResponse(json, _header, facts) {
      const errorType = errorTypeOf(json);
      if (errorType !== undefined) facts.errorType = errorType;
      readUsage(json, facts);
    },
    readEvent(event, facts) {
      const errorType = eventErrorType(event);
      if (errorType !== undefined) facts.errorType = errorType;
      readUsage(event, facts);
      const type = asText(asObject(event)['type']);
      if (lastEvents.some(last => type?.endsWith(last))) facts.complete = true;
    },
  };
}

function isStreamed(body: Readonly<Record<string, unknown>>): boolean {
  const { stream, stream_format } = body;
  return stream === true || stream === 'true' || stream_format === 'sse';
}

function choicesOf(n: unknown): number | undefined {
  const count = asCount(typeof n === 'string' ? Number(n) : n);
  return count === 1 ? undefined : count;
}

function readUsage(json: unknown, facts: ResponseFacts): void {
  const { id, model, usage } = asObject(json);
  Object.assign(
    facts,
    said<ResponseFacts>({ id: asText(id), model: asText(model) })
  );
  readResponsesUsage(usage, facts);
}
