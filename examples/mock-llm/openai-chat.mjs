// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { randomId } from './random.mjs';
import { sse } from './sse.mjs';
import {
  answerTokens,
  countTokens,
  structuredTokens,
  toolArguments,
} from './text.mjs';

/**
 * `POST /chat/completions`: JSON, or a stream of `chat.completion.chunk`.
 *
 * @see https://platform.openai.com/docs/api-reference/chat
 */
export function chatCompletions({ body, model, random }) {
  const limit = body.max_completion_tokens ?? body.max_tokens;
  const call = requestedTool(body);
  const schema = body.response_format?.json_schema?.schema;
  const choices = Array.from({ length: body.n ?? 1 }, (_, index) =>
    call === undefined
      ? textChoice(index, random, limit, schema)
      : toolChoice(index, random, call)
  );
  const usage = usageOf(body, model, choices);
  const head = {
    id: randomId(random, 'chatcmpl-', 29),
    created: Math.floor(Date.now() / 1000),
    model: servedModel(model),
    service_tier: 'default',
    system_fingerprint: `fp_${model.length.toString(16)}0ff1ce`,
  };
  if (body.stream === true) {
    const reported = body.stream_options?.include_usage === true;
    const stream = chunks(head, choices, usage, reported);
    return { stream, usage: reported ? tokensOf(usage) : undefined };
  }
  const json = {
    ...head,
    object: 'chat.completion',
    choices: choices.map(({ index, message, finishReason }) => ({
      index,
      message,
      logprobs: null,
      finish_reason: finishReason,
    })),
    usage,
  };
  return {
    json,
    usage: tokensOf(usage),
    outputTokens: usage.completion_tokens,
  };
}

/** The name under which a model answers: aliases answer with their dated snapshot. */
export function servedModel(model) {
  return snapshots[model] ?? model;
}

/** The first chunk has only the role, the last but one the finish reason, and usage comes only when asked for. */
function chunks(head, choices, usage, wantsUsage) {
  const chunk = list =>
    sse({
      ...head,
      object: 'chat.completion.chunk',
      choices: list,
      ...(wantsUsage && { usage: null }),
    });
  const one = (index, delta, finish = null) =>
    chunk([{ index, delta, logprobs: null, finish_reason: finish }]);

  const pieces = choices.map(choice => one(choice.index, choice.firstDelta));
  // Choices of one answer are written in turns, as the real API does it.
  const longest = Math.max(...choices.map(({ deltas }) => deltas.length));
  for (let turn = 0; turn < longest; turn++) {
    for (const { index, deltas } of choices) {
      if (deltas[turn] !== undefined) pieces.push(one(index, deltas[turn]));
    }
  }
  for (const { index, finishReason } of choices) {
    pieces.push(one(index, {}, finishReason));
  }
  if (wantsUsage) {
    pieces.push(
      sse({ ...head, object: 'chat.completion.chunk', choices: [], usage })
    );
  }
  pieces.push('data: [DONE]\n\n');
  return pieces;
}

function textChoice(index, random, limit, schema) {
  const { tokens, cutOff } =
    structuredTokens(schema) ?? answerTokens(random, limit);
  return {
    index,
    message: {
      role: 'assistant',
      content: tokens.join(''),
      refusal: null,
      annotations: [],
    },
    firstDelta: { role: 'assistant', content: '', refusal: null },
    deltas: tokens.map(content => ({ content })),
    finishReason: cutOff ? 'length' : 'stop',
    tokens: tokens.length,
  };
}

function toolChoice(index, random, { name, parameters }) {
  const id = randomId(random, 'call_');
  const text = toolArguments(parameters);
  const pieces = text.match(/.{1,6}/gs) ?? [];
  const called = { name, arguments: text };
  return {
    index,
    message: {
      role: 'assistant',
      content: null,
      tool_calls: [{ id, type: 'function', function: called }],
      refusal: null,
      annotations: [],
    },
    firstDelta: {
      role: 'assistant',
      content: null,
      tool_calls: [
        { index: 0, id, type: 'function', function: { name, arguments: '' } },
      ],
    },
    deltas: pieces.map(piece => ({
      tool_calls: [{ index: 0, function: { arguments: piece } }],
    })),
    finishReason: 'tool_calls',
    tokens: 8 + pieces.length,
  };
}

/** A tool is called when there is one and its result is not there yet. */
function requestedTool(body) {
  if (body.tools === undefined || body.tool_choice === 'none') return undefined;
  if (body.messages?.at(-1)?.role === 'tool') return undefined;
  const wanted = body.tool_choice?.function?.name;
  const tool =
    body.tools.find(candidate => candidate.function?.name === wanted) ??
    body.tools[0];
  return tool?.function;
}

/** What an answer reports, for whoever compares it with what was recorded. */
export function tokensOf({ prompt_tokens, completion_tokens = 0 }) {
  return { input: prompt_tokens, output: completion_tokens };
}

function usageOf(body, model, choices) {
  const prompt = 7 + countTokens(body.messages);
  const reasoning = /^(o\d|gpt-5)/.test(model) ? 64 : 0;
  const said = choices.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    prompt_tokens: prompt,
    completion_tokens: said + reasoning,
    total_tokens: prompt + said + reasoning,
    prompt_tokens_details: {
      // Real prompts are cached in steps of 128 tokens from 1024 on.
      cached_tokens: prompt < 1024 ? 0 : prompt - (prompt % 128),
      audio_tokens: 0,
    },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

const snapshots = {
  'gpt-4o': 'gpt-4o-2024-08-06',
  'gpt-4o-mini': 'gpt-4o-mini-2024-07-18',
  'gpt-4.1': 'gpt-4.1-2025-04-14',
  'gpt-4.1-mini': 'gpt-4.1-mini-2025-04-14',
  'gpt-5-mini': 'gpt-5-mini-2025-08-07',
  'o4-mini': 'o4-mini-2025-04-16',
};
