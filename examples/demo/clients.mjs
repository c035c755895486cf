// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { SpanStatusCode, trace } from '@opentelemetry/api';
import axios from 'axios';
import http from 'node:http';
import OpenAI from 'openai';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import * as undici from 'undici';

/** The ways in which people call an API; each `post` resolves with the body: a stream, or parsed JSON. */
export function createClients({ openai: baseURL, key }) {
  const openai = new OpenAI({ baseURL, apiKey: key });
  return {
    openai,
    post: createPosts(key),
    customerAnswer: (...parts) => customerAnswer(openai, ...parts),
  };
}

function createPosts(key) {
  const parts = (name, body, headers) => ({
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'x-demo-call': name,
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return {
    async fetch(url, name, body, headers) {
      const response = await fetch(url, parts(name, body, headers));
      if (!response.ok) throw await httpError(response.status, response.body);
      return response.body;
    },
    async undici(url, name, body, headers) {
      const response = await undici.request(url, parts(name, body, headers));
      const { statusCode } = response;
      if (statusCode >= 400) throw await httpError(statusCode, response.body);
      return response.body;
    },
    async undiciStream(url, name, body, headers) {
      const through = new PassThrough();
      const read = text(through);
      await undici.stream(url, parts(name, body, headers), () => through);
      return read;
    },
    async axios(url, name, body, headers) {
      const { headers: all } = parts(name, body, headers);
      return (await axios.post(url, body, { headers: all })).data;
    },
    nodeHttp(url, name, body) {
      const { body: bytes, ...options } = parts(name, body, {
        'x-mock-encoding': 'gzip',
      });
      return new Promise((resolve, reject) => {
        const request = http.request(url, options, response =>
          resolve(text(response.pipe(createGunzip())))
        );
        request.once('error', reject).end(bytes);
      });
    },
  };
}

/** Three calls as one piece of work, which the application itself has a span for. */
function customerAnswer(openai, name, messages, tools) {
  const options = { headers: { 'x-demo-call': name } };
  const input = messages[0].content;
  const chat = body =>
    openai.chat.completions.create({ model: 'gpt-4o', ...body }, options);

  const tracer = trace.getTracer('demo-application');
  return tracer.startActiveSpan('answer a customer', async span => {
    try {
      const model = 'text-embedding-3-small';
      await openai.embeddings.create({ model, input }, options);
      const first = await chat({ messages, tools });
      const { message, finish_reason } = first.choices[0];
      const tool_call_id = message.tool_calls[0].id;
      const result = { role: 'tool', tool_call_id, content: 'order 7, sent' };
      const second = await chat({
        messages: [...messages, message, result],
        tools,
      });
      return `${finish_reason}, then ${second.choices[0].finish_reason}`;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

class HttpError extends Error {
  constructor(status, { message, code }) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

async function httpError(status, body) {
  return new HttpError(status, JSON.parse(await text(body)).error);
}

/** Parsed JSON of a body, whatever it came as. */
export async function jsonBody(body) {
  if (typeof body === 'string') return JSON.parse(body);
  if (body?.choices !== undefined) return body;
  return JSON.parse(await text(body));
}

/** The last line of a stream of events. */
export async function readSse(body) {
  const whole = typeof body === 'string' ? body : await text(body);
  return whole.trim().split('\n').at(-1);
}
