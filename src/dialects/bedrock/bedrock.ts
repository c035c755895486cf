// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import type { DialectRoute, HeaderReader } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asObject, asText, asWord, said } from '../fields.ts';

/** Common parts of the APIs of Bedrock's runtime: https://docs.aws.amazon.com/bedrock/latest/APIReference/ */

/**
 * One message of an event stream as its decoder gives it: `type` is its `:event-type`, or `exception` its
 * `:exception-type` when it tells of a failure; `payload` is its JSON.
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

/** The model stands in the path: /model/{id}/converse. It is an id, or the ARN of a profile, an endpoint or a prompt. */
export function modelOf({ pathname }: URL): string | undefined {
  const id = /\/model\/(.+)\/[^/]+\/?$/.exec(pathname)?.[1];
  if (id === undefined) return undefined;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** Streams have paths of their own: /converse-stream, /invoke-with-response-stream. */
export function streamOf({ pathname }: URL): true | undefined {
  return /-stream\/?$/.test(pathname) ? true : undefined;
}

/** A failure in the middle of a stream, whose status was 200. */
export function readException(name: string, facts: ResponseFacts): void {
  facts.errorType = exceptionName(name) ?? '_OTHER';
}

/** The body of a failure, where a gateway has dropped the header that names it. */
export function readFailure(body: JsonObject, facts: ResponseFacts): void {
  const name = exceptionName(body['__type']);
  if (name !== undefined) facts.errorType = name;
}

/**
 * Reads facts that stand in headers only. The request id serves as the id of an answer that has none. Embeddings
 * have no id in the conventions.
 */
export function readHeaders(
  header: HeaderReader,
  facts: ResponseFacts,
  { operation }: DialectRoute
): void {
  const id = asText(header('x-amzn-requestid'));
  if (id !== undefined && operation !== 'embeddings') facts.id ??= id;
  const failure = exceptionName(header('x-amzn-errortype'));
  if (failure !== undefined) facts.errorType = failure;
}

/**
 * Reads `usage` of Converse, and of Nova's own format, which calls the cached tokens otherwise. The input leaves the
 * cache out; that of the conventions has it in.
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

/** Token counts of one answer, whose input leaves the cache out. */
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
 * The name of an exception, the same wherever it stands: `ThrottlingException:http://internal...` in the header,
 * `com.amazon.coral.service#ThrottlingException` in a body, `throttlingException` in a stream.
 */
function exceptionName(value: unknown): string | undefined {
  const name = asText(value)?.split(/[:,]/, 1)[0]?.split('#').at(-1);
  return asWord(name && `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}
