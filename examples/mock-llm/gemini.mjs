// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from './failures.mjs';
import { randomId } from './random.mjs';
import { sse } from './sse.mjs';
import {
  answerTokens,
  countTokens,
  structuredTokens,
  toolArguments,
} from './text.mjs';

/** The Gemini API; the model stands in the path. Streams are server-sent events, as the clients ask for them. */
export const gemini = {
  name: 'gemini',
  routes: [
    { method: 'POST', path: /:generateContent$/, answer: generateContent },
    { method: 'POST', path: /:streamGenerateContent$/, answer: streamContent },
    { method: 'POST', path: /:(?:batchE|e)mbedContents?$/, answer: embed },
  ],

  authorized: (headers, key) =>
    headers['x-goog-api-key'] === key ||
    headers.authorization === `Bearer ${key}`,

  headers: ({ startedAt }) => ({
    'server-timing': `gfet4t7; dur=${Math.round(performance.now() - startedAt)}`,
    vary: 'Origin, X-Origin, Referer',
  }),

  error: (kind, call) =>
    failure(kind, call, {
      // It takes a wrong key for a wrong argument.
      status: { 'invalid-key': 400 },
      body: ({ status, message }) => ({
        error: {
          code: status,
          message,
          status: statuses[kind] ?? 'INVALID_ARGUMENT',
        },
      }),
    }),
};

const statuses = {
  'rate-limit': 'RESOURCE_EXHAUSTED',
  quota: 'RESOURCE_EXHAUSTED',
  'model-not-found': 'NOT_FOUND',
  'server-error': 'INTERNAL',
  overloaded: 'UNAVAILABLE',
  'unknown-url': 'NOT_FOUND',
};

/** @see https://ai.google.dev/api/generate-content */
function generateContent(call) {
  const { parts, text, finishReason, usage, head } = compose(call);
  const said = text ? [{ text: parts.join('') }] : parts;
  return {
    json: chunk(head, said, finishReason, usage),
    usage: tokensOf(usage),
    outputTokens: usage.candidatesTokenCount,
  };
}

/** Every chunk is a whole answer of its own, with the usage so far. */
function streamContent(call) {
  const { parts, text, finishReason, usage, head } = compose(call);
  const { promptTokenCount } = usage;
  const stream = parts.map((part, index) => {
    const isLast = index === parts.length - 1;
    const spoken = {
      promptTokenCount,
      candidatesTokenCount: index + 1,
      totalTokenCount: promptTokenCount + index + 1,
    };
    return sse(
      chunk(
        head,
        [text ? { text: part } : part],
        isLast ? finishReason : undefined,
        isLast ? usage : spoken
      )
    );
  });
  return { stream, usage: tokensOf(usage), errorEvent };
}

function compose({ body, model, random }) {
  const { maxOutputTokens, responseSchema, responseJsonSchema } =
    body.generationConfig ?? {};
  const tool = requestedTool(body);
  const { tokens, cutOff } =
    structuredTokens(responseJsonSchema ?? responseSchema) ??
    answerTokens(random, maxOutputTokens);
  const schema = tool?.parametersJsonSchema ?? tool?.parameters;
  const call = tool && {
    functionCall: { name: tool.name, args: JSON.parse(toolArguments(schema)) },
  };
  const parts = call ? [call] : tokens;
  const prompt = 7 + countParts(body.systemInstruction, ...body.contents);
  return {
    parts,
    text: call === undefined,
    finishReason: cutOff && !call ? 'MAX_TOKENS' : 'STOP',
    head: { modelVersion: model, responseId: randomId(random, '', 22) },
    usage: {
      promptTokenCount: prompt,
      candidatesTokenCount: parts.length,
      totalTokenCount: prompt + parts.length,
    },
  };
}

function chunk(head, parts, finishReason, usageMetadata) {
  const content = { parts, role: 'model' };
  return {
    candidates: [{ content, ...(finishReason && { finishReason }), index: 0 }],
    usageMetadata,
    ...head,
  };
}

function errorEvent() {
  return sse({
    error: { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' },
  });
}

/** Embeddings of this API report no usage. */
function embed({ body, random }) {
  const vector = () => ({
    values: Array.from({ length: 8 }, () => random() - 0.5),
  });
  const json = Array.isArray(body.requests)
    ? { embeddings: body.requests.map(vector) }
    : { embedding: vector() };
  return { json, outputTokens: 0 };
}

/** A function is called when there is one and its result is not there yet. */
function requestedTool(body) {
  const last = body.contents?.at(-1)?.parts ?? [];
  if (last.some(part => part.functionResponse !== undefined)) return undefined;
  return body.tools?.flatMap(tool => tool.functionDeclarations ?? [])[0];
}

function countParts(...contents) {
  return countTokens(contents.flatMap(content => content?.parts ?? []));
}

function tokensOf({ promptTokenCount, candidatesTokenCount }) {
  return { input: promptTokenCount, output: candidatesTokenCount };
}
