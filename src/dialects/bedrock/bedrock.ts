// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import type { DialectRoute, HeaderReader } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asObject, asText, asWord, said } from '../fields.ts';

/** Common parts of the APIs of Bedrock's runtime: https://docs.aws.amazon.com/bedrock/latest/APIReference/ */

/**
 * One message of an event stream as decoded: `type` is its `:event-type`; for a failure, `exception` is its
 * `:exception-type`; `payload` is its JSON.
 */
export interface BedrockEvent {
  readonly type: string | undefined;
  readonly exception: string | undefined;
  readonly payload: JsonObject;
}

export function asBedrockEvent(value: unknown): BedrockEvent {
  const { type, exception, payload } = asObject(value);
  return {
    type: asText(type),
    exception: typeof exception === 'string' ? exception : undefined,
    payload: asObject(payload),
  };
}

/** The model is in the path: /model/{id}/converse. It is an id, or the ARN of a profile, an endpoint or a prompt. */
export function modelOf({ pathname }: URL): string | undefined {
  const id = /\/model\/(.+)\/[^/]+\/?$/.exec(pathname)?.[1];
  if (id === undefined) return undefined;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** Streams have separate paths: /converse-stream, /invoke-with-response-stream. */
export function streamOf({ pathname }: URL): true | undefined {
  return /-stream\/?$/.test(pathname) ? true : undefined;
}

/** A failure in the middle of a stream, whose status was 200. */
export function readException(name: string, facts: ResponseFacts): void {
  facts.errorType = exceptionName(name) ?? '_OTHER';
}

/** The body of a failure, for gateways that drop the header with its name. */
export function readFailure(body: JsonObject, facts: ResponseFacts): void {
  const name = exceptionName(body['__type']);
  if (name !== undefined) facts.errorType = name;
}

/**
 * Reads facts that are only in headers. The request id is used for an answer without an id. The conventions define no id
 * for embeddings.
 */
export function readHeaders(
  headers: HeaderReader,
  facts: ResponseFacts,
  { operation }: DialectRoute
): void {
  const id = asText(headers.get('x-amzn-requestid'));
  if (id !== undefined && operation !== 'embeddings') facts.id ??= id;
  const failure = exceptionName(headers.get('x-amzn-errortype'));
  if (failure !== undefined) facts.errorType = failure;
}

/**
 * Reads `usage` of Converse, and of Nova's own format, which has other names for the cached tokens. The input excludes
 * cached tokens; the conventions include them.
 */
export function readTokenUsage(value: unknown, facts: ResponseFacts): void {
  const usage = asObject(value);
  readCounts(
    {
      input: usage['inputTokens'],
      output: usage['outputTokens'],
      cacheRead:
        usage['cacheReadInputTokens'] ?? usage['cacheReadInputTokenCount'],
      cacheWrite:
        usage['cacheWriteInputTokens'] ?? usage['cacheWriteInputTokenCount'],
    },
    facts
  );
}

/** Token counts of one answer, whose input excludes cached tokens. */
export function readCounts(
  counts: Readonly<
    Record<'input' | 'output' | 'cacheRead' | 'cacheWrite', unknown>
  >,
  facts: ResponseFacts
): void {
  const input = asCount(counts.input);
  const cacheReadTokens = asCount(counts.cacheRead);
  const cacheWriteTokens = asCount(counts.cacheWrite);
  Object.assign(
    facts,
    said<ResponseFacts>({
      inputTokens:
        input === undefined
          ? undefined
          : input + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
      outputTokens: asCount(counts.output),
      cacheReadTokens,
      cacheWriteTokens,
    })
  );
}

/**
 * The normalised name of an exception: it is `ThrottlingException:http://internal...` in the header,
 * `com.amazon.coral.service#ThrottlingException` in a body, and `throttlingException` in a stream.
 */
function exceptionName(value: unknown): string | undefined {
  const name = asText(value)?.split(/[:,]/, 1)[0]?.split('#').at(-1);
  return asWord(name && `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}
