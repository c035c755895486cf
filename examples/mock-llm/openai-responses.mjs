// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { servedModel } from './openai-chat.mjs';
import { randomId } from './random.mjs';
import { sse } from './sse.mjs';
import {
  answerTokens,
  countTokens,
  structuredTokens,
  toolArguments,
} from './text.mjs';

/**
 * `POST /responses`: JSON, or a stream of named events without a `[DONE]`.
 *
 * @see https://platform.openai.com/docs/api-reference/responses
 */
export function responses(call) {
  const { finished, events, usage } = generate(call);
  return call.body.stream === true
    ? {
        stream: events().map(event => sse(event, event.type)),
        usage,
        errorEvent,
      }
    : { json: finished, usage, outputTokens: usage.output };
}

/** The same as messages of a WebSocket. */
export function responseEvents(call) {
  const { finished, events, usage } = generate(call);
  return { id: finished.id, usage, events: events() };
}

function generate({ body, model, random }) {
  const tool = requestedTool(body);
  const { tokens, cutOff } =
    tool === undefined
      ? (structuredTokens(body.text?.format?.schema) ??
        answerTokens(random, body.max_output_tokens))
      : { tokens: toolArguments(tool.parameters).match(/.{1,6}/gs) ?? [] };
  const item =
    tool === undefined
      ? messageItem(random, tokens)
      : toolItem(random, tool, tokens);
  const started = {
    id: randomId(random, 'resp_', 48),
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    model: servedModel(model),
    output: [],
    parallel_tool_calls: true,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: { effort: body.reasoning?.effort ?? null, summary: null },
    service_tier: 'default',
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: body.text ?? { format: { type: 'text' } },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    truncation: 'disabled',
    usage: null,
    metadata: {},
  };
  const finished = {
    ...started,
    status: cutOff ? 'incomplete' : 'completed',
    incomplete_details: cutOff ? { reason: 'max_output_tokens' } : null,
    output: [item.done],
    usage: usageOf(body, model, tokens),
  };
  const { input_tokens: input, output_tokens: output } = finished.usage;
  return {
    finished,
    usage: { input, output },
    events: () => eventsOf(started, finished, item, tokens),
  };
}

/** An error inside a stream of this API is an event of its own form. */
function errorEvent({ message, type, code, param }) {
  const data = { type: 'error', code: code ?? type, message, param };
  return sse({ ...data, sequence_number: 4 }, 'error');
}

function eventsOf(started, finished, item, tokens) {
  const pieces = [];
  const push = (type, fields) =>
    pieces.push({ type, sequence_number: pieces.length, ...fields });
  const place = { item_id: item.done.id, output_index: 0 };

  push('response.created', { response: started });
  push('response.in_progress', { response: started });
  push('response.output_item.added', { output_index: 0, item: item.started });
  if (item.part !== undefined) {
    const part = { ...item.part, text: '' };
    push('response.content_part.added', { ...place, content_index: 0, part });
  }
  for (const delta of tokens) {
    push(item.deltaType, { ...place, ...item.deltaFields, delta });
  }
  push(item.doneType, { ...place, ...item.doneFields });
  if (item.part !== undefined) {
    push('response.content_part.done', {
      ...place,
      content_index: 0,
      part: item.part,
    });
  }
  push('response.output_item.done', { output_index: 0, item: item.done });
  push(`response.${finished.status}`, { response: finished });
  return pieces;
}

function messageItem(random, tokens) {
  const text = tokens.join('');
  const part = { type: 'output_text', annotations: [], logprobs: [], text };
  const item = {
    id: randomId(random, 'msg_', 48),
    type: 'message',
    role: 'assistant',
  };
  return {
    part,
    started: { ...item, status: 'in_progress', content: [] },
    done: { ...item, status: 'completed', content: [part] },
    deltaType: 'response.output_text.delta',
    deltaFields: { content_index: 0, logprobs: [] },
    doneType: 'response.output_text.done',
    doneFields: { content_index: 0, logprobs: [], text },
  };
}

function toolItem(random, { name }, tokens) {
  const item = {
    id: randomId(random, 'fc_', 48),
    type: 'function_call',
    call_id: randomId(random, 'call_'),
    name,
  };
  const text = tokens.join('');
  return {
    started: { ...item, status: 'in_progress', arguments: '' },
    done: { ...item, status: 'completed', arguments: text },
    deltaType: 'response.function_call_arguments.delta',
    doneType: 'response.function_call_arguments.done',
    doneFields: { name, arguments: text },
  };
}

/** A function is called when there is one and its result is not there yet. */
function requestedTool(body) {
  if (body.tool_choice === 'none') return undefined;
  const last = Array.isArray(body.input) ? body.input.at(-1) : undefined;
  if (last?.type === 'function_call_output') return undefined;
  return body.tools?.find(tool => tool.type === 'function');
}

function usageOf(body, model, tokens) {
  const input = 7 + countTokens(body.instructions) + countTokens(body.input);
  const reasoning = /^(o\d|gpt-5)/.test(model) ? 64 : 0;
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: input < 1024 ? 0 : input - (input % 128),
    },
    output_tokens: tokens.length + reasoning,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + tokens.length + reasoning,
  };
}
