// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import { anthropicMessages } from '../anthropic/messages.ts';
import { readCounts, readTokenUsage } from './bedrock.ts';
import { cohereChat } from '../cohere/chat.ts';
import type { DialectRoute } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asObject, asText, said } from '../fields.ts';
import { readChunk, readCompletion } from '../openai/choices.ts';

/**
 * Answers in the formats of the makers of the models on Bedrock, told apart by their members: the path need not tell the
 * maker, and that of an inference profile does not.
 */

const noHeader = (): undefined => undefined;

/** A whole answer. */
export function readNativeAnswer(
  body: JsonObject,
  facts: ResponseFacts,
  route: DialectRoute
): void {
  if (body['type'] === 'message' || body['type'] === 'error') {
    anthropicMessages.readResponse(body, noHeader, facts, route);
  } else if (Array.isArray(body['choices'])) {
    readCompletion(body, facts, route);
    if (facts.finishReasons === undefined) readItems(body, facts);
  } else {
    if (route.operation !== 'embeddings') readId(body, facts);
    readOther(body, facts);
  }
}

/** One chunk of an answer. In the last one are the counts that Bedrock made itself. */
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
    // Nova has the events of Converse, each under its name.
    readOther(asObject(body['messageStop']), facts);
    readOther(asObject(body['metadata']), facts);
  }
  readInvocationMetrics(body['amazon-bedrock-invocationMetrics'], facts);
}

const anthropicEvent = /^(?:message_|content_block_|ping$|error$)/;

/** Cohere has one for the answer, and one for the exchange. */
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

/** Names of the finish reason: of Nova, of Llama and Claude 2, of Cohere, of a chunk of Titan. */
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

/** Where answers that may be several stand: of Titan, Mistral, Cohere, Jurassic, DeepSeek. */
const itemNames = [
  'results',
  'outputs',
  'generations',
  'completions',
  'choices',
];
/** No model gives more. */
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

/** Titan counts the tokens of each result; without one of the counts there is no sum. */
function tokensOfResults(results: unknown): number | undefined {
  if (!Array.isArray(results) || results.length > mostItems) return undefined;
  const counts = results.map(result => asCount(asObject(result)['tokenCount']));
  if (counts.length === 0 || counts.includes(undefined)) return undefined;
  return asCount(counts.reduce((sum = 0, count = 0) => sum + count, 0));
}

/**
 * Fills in the counts that the model did not report itself; no event comes after them. The cache of Claude may be counted
 * here alone, beside the same input.
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
    // The parts of an input belong to it, and are not mixed with those of another count.
    delete counted.inputTokens;
    delete counted.cacheReadTokens;
    delete counted.cacheWriteTokens;
  }
  if (facts.outputTokens !== undefined) delete counted.outputTokens;
  Object.assign(facts, counted);
}
