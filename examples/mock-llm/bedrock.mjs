// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { composeMessage, messageEvents } from './anthropic.mjs';
import { frame } from './event-stream.mjs';
import { failure } from './failures.mjs';
import { randomId } from './random.mjs';
import {
  answerTokens,
  countTokens,
  structuredTokens,
  toolArguments,
} from './text.mjs';

/** The runtime of AWS Bedrock. Its streams are binary frames; its client speaks HTTP/2 unless it is told not to. */
export const bedrock = {
  name: 'bedrock',
  routes: [
    { method: 'POST', path: /\/converse$/, answer: converse },
    { method: 'POST', path: /\/converse-stream$/, answer: converseStream },
    { method: 'POST', path: /\/invoke$/, answer: invoke },
    {
      method: 'POST',
      path: /\/invoke-with-response-stream$/,
      answer: invokeStream,
    },
  ],

  /** The signature is not looked at. */
  authorized: ({ authorization = '' }, key) =>
    authorization === `Bearer ${key}` ||
    authorization.includes(`Credential=${key}/`),

  headers: ({ random }) => ({ 'x-amzn-requestid': randomId(random, '', 32) }),

  error: (kind, call) =>
    failure(kind, call, {
      status: { 'invalid-key': 403 },
      headers: () => ({
        'x-amzn-errortype': `${exceptions[kind] ?? 'ValidationException'}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
      }),
      body: ({ message }) => ({ message }),
    }),
};

const exceptions = {
  'invalid-key': 'UnrecognizedClientException',
  'rate-limit': 'ThrottlingException',
  quota: 'ServiceQuotaExceededException',
  'model-not-found': 'ResourceNotFoundException',
  'server-error': 'InternalServerException',
  overloaded: 'ServiceUnavailableException',
  'unknown-url': 'UnknownOperationException',
};

const CONTENT_TYPE = 'application/vnd.amazon.eventstream';

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
function converse(call) {
  const { tool, tokens, input, stopReason, usage } = compose(call);
  const content = tool
    ? { toolUse: { ...tool, input } }
    : { text: tokens.join('') };
  const json = {
    metrics: { latencyMs: 10 * tokens.length },
    output: { message: { role: 'assistant', content: [content] } },
    stopReason,
    usage,
  };
  return { json, usage: tokensOf(usage), outputTokens: tokens.length };
}

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html */
function converseStream(call) {
  const { tool, tokens, stopReason, usage } = compose(call);
  const place = { contentBlockIndex: 0 };
  const stream = [
    event('messageStart', { role: 'assistant' }),
    ...(tool
      ? [event('contentBlockStart', { ...place, start: { toolUse: tool } })]
      : []),
    ...tokens.map(piece =>
      event('contentBlockDelta', {
        ...place,
        delta: tool ? { toolUse: { input: piece } } : { text: piece },
      })
    ),
    event('contentBlockStop', place),
    event('messageStop', { stopReason }),
    event('metadata', { metrics: { latencyMs: 10 }, usage }),
  ];
  return {
    stream,
    contentType: CONTENT_TYPE,
    usage: tokensOf(usage),
    errorEvent,
  };
}

function compose({ body, random }) {
  const spec = body.toolConfig?.tools?.[0]?.toolSpec;
  const schema = spec?.inputSchema?.json;
  const { tokens, cutOff } =
    structuredTokens(schema) ??
    answerTokens(random, body.inferenceConfig?.maxTokens);
  const tool = spec && {
    toolUseId: randomId(random, 'tooluse_'),
    name: spec.name,
  };
  const input = 7 + countTokens(body.system) + countTokens(body.messages);
  return {
    tool,
    tokens,
    input: spec && JSON.parse(toolArguments(schema)),
    stopReason: tool ? 'tool_use' : cutOff ? 'max_tokens' : 'end_turn',
    usage: {
      inputTokens: input,
      outputTokens: tokens.length,
      totalTokens: input + tokens.length,
    },
  };
}

/**
 * The model's own format: Anthropic's messages, or an embedding of Titan.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
function invoke(call) {
  const { body, random } = call;
  if (body.inputText !== undefined) {
    const input = countTokens(body.inputText);
    const embedding = Array.from({ length: 8 }, () => random() - 0.5);
    const json = { embedding, inputTextTokenCount: input };
    return { json, usage: { input }, headers: counted(input), outputTokens: 0 };
  }
  const { message, reported } = composeMessage(call);
  return {
    json: message,
    usage: reported,
    headers: counted(reported.input, reported.output),
    outputTokens: reported.output,
  };
}

/** The last event of the model carries what the service has measured. */
function invokeStream(call) {
  const { message, deltas, reported } = composeMessage(call);
  const events = messageEvents(message, deltas);
  Object.assign(events.at(-1), {
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: reported.input,
      outputTokenCount: reported.output,
      invocationLatency: 100,
      firstByteLatency: 10,
    },
  });
  const stream = events.map(each => {
    const bytes = Buffer.from(JSON.stringify(each)).toString('base64');
    return event('chunk', { bytes, p: 'abcdefgh' });
  });
  return { stream, contentType: CONTENT_TYPE, usage: reported, errorEvent };
}

function counted(input, output) {
  return {
    'x-amzn-bedrock-input-token-count': String(input),
    ...(output !== undefined && {
      'x-amzn-bedrock-output-token-count': String(output),
    }),
  };
}

function event(type, payload) {
  const headers = {
    ':event-type': type,
    ':content-type': 'application/json',
    ':message-type': 'event',
  };
  return frame(headers, payload);
}

function errorEvent() {
  const headers = {
    ':exception-type': 'modelStreamErrorException',
    ':content-type': 'application/json',
    ':message-type': 'exception',
  };
  return frame(headers, { message: 'The model failed.' });
}

function tokensOf({ inputTokens, outputTokens }) {
  return { input: inputTokens, output: outputTokens };
}
