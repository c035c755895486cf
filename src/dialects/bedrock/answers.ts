// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import { anthropicMessages } from '../anthropic/messages.ts';
import { readCounts, readTokenUsage } from './bedrock.ts';
import { cohereChat } from '../cohere/chat.ts';
import { NO_HEADERS, type DialectRoute } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asObject, asText, said } from '../fields.ts';
import { readChunk, readCompletion } from '../openai/chat.ts';

/**
 * Answers in the formats of the model vendors on Bedrock, distinguished by their members: the path does not always name the
 * vendor, and that of an inference profile never does.
 */

/** A whole answer. */
export function readNativeAnswer(
  body: JsonObject,
  facts: ResponseFacts,
  route: DialectRoute
): void {
  if (body['type'] === 'message' || body['type'] === 'error') {
    anthropicMessages.readResponse(body, NO_HEADERS, facts, route);
  } else if (Array.isArray(body['choices'])) {
    readCompletion(body, facts, route);
    if (facts.finishReasons === undefined) readItems(body, facts);
  } else {
    if (route.operation !== 'embeddings') readId(body, facts);
    readOther(body, facts);
  }
}

/** One chunk of an answer. The last one contains the counts made by Bedrock itself. */
export function readNativeEvent(
  json: unknown,
  facts: ResponseFacts,
  route: DialectRoute
): void {
  const body = asObject(json);
  if (anthropicEvent.test(String(body['type']))) {
    anthropicMessages.readEvent(body, facts, route);
  } else if (typeof body['event_type'] === 'string') {
    cohereChat.readEvent(body, facts, route);
  } else if (Array.isArray(body['choices'])) {
    readChunk(body, facts, route);
    if (facts.finishReasons === undefined) readItems(body, facts);
  } else {
    readId(body, facts);
    readOther(body, facts);
    // Nova sends the events of Converse, each in a member with its name.
    readOther(asObject(body['messageStop']), facts);
    readOther(asObject(body['metadata']), facts);
  }
  readInvocationMetrics(body['amazon-bedrock-invocationMetrics'], facts);
}

const anthropicEvent = /^(?:message_|content_block_|ping$|error$)/;

/** Cohere has one id for the answer and one for the request. */
function readId(body: JsonObject, facts: ResponseFacts): void {
  const id =
    asText(body['id']) ??
    asText(body['generation_id']) ??
    asText(body['response_id']);
  if (id !== undefined) facts.id ??= id;
}

function readOther(body: JsonObject, facts: ResponseFacts): void {
  readReason(body, facts);
  readItems(body, facts);
  readTokenUsage(body['usage'], facts);
  Object.assign(
    facts,
    said<ResponseFacts>({
      inputTokens:
        asCount(body['prompt_token_count']) ?? // Llama
        asCount(body['inputTextTokenCount']) ?? // Titan
        asCount(body['inputTokenCount']), // Nova's embeddings
      outputTokens:
        asCount(body['generation_token_count']) ??
        asCount(body['totalOutputTextTokenCount']) ??
        tokensOfResults(body['results']),
    })
  );
}

/** Names of the finish reason: for Nova, for Llama and Claude 2, for Cohere, for a chunk of Titan. */
const reasonNames = [
  'stopReason',
  'stop_reason',
  'finish_reason',
  'completionReason',
];

function reasonOf(from: JsonObject): string | undefined {
  const found = reasonNames
    .map(name => asText(from[name]))
    .find(reason => reason !== undefined);
  // Jurassic: { finishReason: { reason, length } }
  return found ?? asText(asObject(from['finishReason'])['reason']);
}

function readReason(body: JsonObject, facts: ResponseFacts): void {
  const reason = reasonOf(body);
  if (reason !== undefined) facts.finishReasons = [reason];
}

/** Members with a list of answers: of Titan, Mistral, Cohere, Jurassic, DeepSeek. */
const itemNames = [
  'results',
  'outputs',
  'generations',
  'completions',
  'choices',
];
/** No model returns more. */
const mostItems = 128;

function readItems(body: JsonObject, facts: ResponseFacts): void {
  for (const name of itemNames) {
    const items = body[name];
    if (!Array.isArray(items)) continue;
    const reasons = items
      .slice(0, mostItems)
      .map(item => reasonOf(asObject(item)));
    if (reasons.some(reason => reason !== undefined)) {
      facts.finishReasons = reasons;
    }
  }
}

/** Titan counts the tokens of each result; if one count is missing, there is no sum. */
function tokensOfResults(results: unknown): number | undefined {
  if (!Array.isArray(results) || results.length > mostItems) return undefined;
  const counts = results.map(result => asCount(asObject(result)['tokenCount']));
  if (counts.length === 0 || counts.includes(undefined)) return undefined;
  return asCount(counts.reduce((sum = 0, count = 0) => sum + count, 0));
}

/**
 * Adds the counts that the model did not report itself; no event follows them. For Claude, the cache counts may be present
 * only here, next to the same input.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 */
function readInvocationMetrics(value: unknown, facts: ResponseFacts): void {
  if (value === undefined) return;
  facts.complete = true;
  const metrics = asObject(value);
  const counted: ResponseFacts = {};
  readCounts(
    {
      input: metrics['inputTokenCount'],
      output: metrics['outputTokenCount'],
      cacheRead: metrics['cacheReadInputTokenCount'],
      cacheWrite: metrics['cacheWriteInputTokenCount'],
    },
    counted
  );
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = facts;
  const isSameInput =
    inputTokens === metrics['inputTokenCount'] &&
    !cacheReadTokens &&
    !cacheWriteTokens;
  if (inputTokens !== undefined && !isSameInput) {
    // Do not mix the parts of one input count with those of another.
    delete counted.inputTokens;
    delete counted.cacheReadTokens;
    delete counted.cacheWriteTokens;
  }
  if (facts.outputTokens !== undefined) delete counted.outputTokens;
  Object.assign(facts, counted);
}
