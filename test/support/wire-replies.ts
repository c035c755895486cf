// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  brotliCompressSync,
  createGzip,
  deflateSync,
  gzipSync,
} from 'node:zlib';
import type { ReplyTools } from './wire-server.ts';

type Reply = (tools: ReplyTools) => void;

const encoders: Record<string, (text: string) => Buffer> = {
  gzip: text => gzipSync(text),
  br: text => brotliCompressSync(text),
  deflate: text => deflateSync(text),
};

/** What the server can answer, by the first part of the path. */
export const replies: Record<string, Reply> = {
  /** A completion; ?kilobytes= pads it, ?status= ?encoding= ?delay= ?mark= shape it. */
  json: ({ response, query, end }) => {
    const text = completion(number(query, 'kilobytes', 0), query.get('mark'));
    response.statusCode = number(query, 'status', 200);
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-request-id', 'request-1');
    const encoding = query.get('encoding') ?? '';
    const encode = encoders[encoding];
    if (encode) response.setHeader('content-encoding', encoding);
    const send = (): void => end(encode ? encode(text) : text);
    const delay = number(query, 'delay', 0);
    if (delay) later(send, delay);
    else send();
  },

  /** ?events= server-sent events, ?gap= milliseconds between them. */
  sse: ({ response, query, write, end }) => {
    response.setHeader('content-type', 'text/event-stream; charset=utf-8');
    const events = number(query, 'events', 5);
    const gap = number(query, 'gap', 0);
    let index = 0;
    const step = (): void => {
      if (index === events) return end('data: [DONE]\n\n');
      write(event(index++, query.get('mark')));
      if (gap) later(step, gap);
      else setImmediate(step);
    };
    step();
  },

  /** A gzip stream of events, flushed after each. */
  gzipsse: ({ response, query, write, end }) => {
    response.setHeader('content-type', 'text/event-stream');
    response.setHeader('content-encoding', 'gzip');
    const gzip = createGzip();
    gzip.on('data', (chunk: Buffer) => write(chunk));
    gzip.on('end', () => end());
    const events = number(query, 'events', 5);
    let index = 0;
    const step = (): void => {
      if (index === events) return void gzip.end('data: [DONE]\n\n');
      gzip.write(event(index++, null));
      gzip.flush(() => later(step, 5));
    };
    step();
  },

  /** One event for each release() of the test, then the end. */
  gated: ({ response, query, write, end, gate }) => {
    response.setHeader('content-type', 'text/event-stream');
    const events = number(query, 'events', 3);
    let index = 0;
    const step = (): void => {
      if (index === events) return end();
      write(event(index++, null));
      gate(step);
    };
    step();
  },

  /** ?size= bytes as fast as the socket takes them. */
  bytes: ({ response, query, write, end }) => {
    response.setHeader('content-type', 'application/octet-stream');
    const block = Buffer.alloc(65_536, 97);
    let left = number(query, 'size', 1 << 20);
    const step = (): void => {
      while (left > 0 && !response.destroyed) {
        const part = left < block.length ? block.subarray(0, left) : block;
        left -= part.length;
        if (!write(part)) return void response.once('drain', step);
      }
      end();
    };
    step();
  },

  /** Two events, then the connection is cut. */
  drop: ({ response, write }) => {
    response.setHeader('content-type', 'text/event-stream');
    write(event(0, null));
    later(() => {
      write(event(1, null));
      later(() => response.socket?.destroy(), 5);
    }, 5);
  },

  /** One event, then nothing. */
  hang: ({ response, write }) => {
    response.setHeader('content-type', 'text/event-stream');
    write(event(0, null));
  },

  /** 503 for the first request of this path, then a completion. */
  flaky: tools => {
    const { response, earlier, end } = tools;
    if (earlier > 0) return replies['json']?.(tools);
    response.statusCode = 503;
    response.setHeader('retry-after', '0');
    end('busy');
  },

  /** Not even a head. */
  nohead: () => {},

  /** The connection is cut before the head. */
  reset: ({ response }) => void response.socket?.destroy(),

  /** Promises more bytes than it sends. */
  short: ({ response, write }) => {
    response.setHeader('content-length', '100');
    write('only this');
    later(() => response.socket?.end(), 5);
  },

  /** Not HTTP. */
  malformed: ({ response }) => {
    response.socket?.end('HTTP/1.1 banana\r\n\r\n');
  },

  /** ?to= where, ?status= how. */
  redirect: ({ response, query, end }) => {
    response.statusCode = number(query, 'status', 307);
    response.setHeader('location', query.get('to') ?? '/');
    end('moved');
  },

  /** What the request looked like. */
  echo: ({ request, response, body, end }) => {
    response.setHeader('content-type', 'application/json');
    end(JSON.stringify({ method: request.method, bytes: body.length }));
  },

  empty: ({ response, end }) => {
    response.statusCode = 204;
    end();
  },

  /** 102 and 103 before the final head. */
  early: ({ response, end }) => {
    response.writeProcessing();
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    later(() => {
      response.setHeader('content-type', 'application/json');
      end(completion(0, null));
    }, 5);
  },

  trailers: ({ response, write, end }) => {
    response.setHeader('trailer', 'x-checksum');
    write('some ');
    write('bytes');
    response.addTrailers({ 'x-checksum': 'abc' });
    end();
  },

  /** Answers before the request body was read. */
  eager: ({ request, response, end }) => {
    response.statusCode = 413;
    response.setHeader('connection', 'close');
    end('too much');
    request.resume();
  },

  cookies: ({ response, end }) => {
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.setHeader('x-many', ['one', 'two']);
    response.statusMessage = 'Fine Indeed';
    end('{}');
  },

  missing: ({ response, end }) => {
    response.statusCode = 404;
    end('nothing here');
  },
};

/**
 * Waits, and then until the loop has looked at its sockets: on a busy machine two timers may fall together, but what
 * was written before is still read on its own.
 */
function later(step: () => void, milliseconds: number): void {
  setTimeout(() => setImmediate(step), milliseconds);
}

function number(query: URLSearchParams, name: string, fallback: number) {
  return Number(query.get(name) ?? fallback);
}

function completion(kilobytes: number, mark: string | null): string {
  return JSON.stringify({
    id: mark ?? 'completion-1',
    model: 'example-model',
    choices: [{ index: 0, message: { content: 'Grüße, 世界 👋' } }],
    usage: { prompt_tokens: 12, completion_tokens: 34 },
    padding: 'x'.repeat(kilobytes * 1024),
  });
}

function event(index: number, mark: string | null): string {
  return `data: ${JSON.stringify({ id: mark ?? 'chunk', index, text: 'é' })}\n\n`;
}
