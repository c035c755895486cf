// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { constants, type Http2ServerResponse } from 'node:http2';
import type { ReplyTools } from './wire-server.ts';

type Tools = Omit<ReplyTools, 'request' | 'response'> & {
  readonly response: Http2ServerResponse;
  /** Resets the connection, or ends it: in any other way the session would say something first. */
  cut(how: 'reset' | 'end'): void;
};

/** What only HTTP/2 can answer, or answers otherwise, by the first part of the path. */
export const http2Replies: Record<string, (tools: Tools) => void> = {
  /** 102 and 103 before the final head. */
  early: ({ response, end }) => {
    response.stream.additionalHeaders({ ':status': 102 });
    response.stream.additionalHeaders({ ':status': 103, link: '</a.css>' });
    later(() => {
      response.setHeader('content-type', 'application/json');
      end('{"id":"late"}');
    });
  },

  /** Two events, then the stream is reset; ?code= how. */
  rst: ({ response, query, write }) => {
    response.setHeader('content-type', 'text/event-stream');
    write('data: {"index":0}\n\n');
    const code = Number(query.get('code') ?? constants.NGHTTP2_INTERNAL_ERROR);
    later(() => {
      write('data: {"index":1}\n\n');
      later(() => response.stream.close(code));
    });
  },

  /** Reset before the head; ?code= how. */
  rstearly: ({ response, query }) => {
    response.stream.close(Number(query.get('code')));
  },

  /** An event, then the session is told to go; ?code= how. With 0 what was begun may end. */
  goaway: ({ response, query, write, end }) => {
    response.setHeader('content-type', 'text/event-stream');
    write('data: {"index":0}\n\n');
    later(() => {
      response.stream.session?.goaway(Number(query.get('code') ?? 0));
      later(() => end('data: [DONE]\n\n'));
    });
  },

  /** An event, then the connection is cut. */
  drop: ({ response, write, cut }) => {
    response.setHeader('content-type', 'text/event-stream');
    write('data: {"index":0}\n\n');
    later(() => cut('reset'));
  },

  /** An event, then the connection is ended without a word of HTTP/2. */
  vanish: ({ response, write, cut }) => {
    response.setHeader('content-type', 'text/event-stream');
    write('data: {"index":0}\n\n');
    later(() => cut('end'));
  },

  /** The connection is cut before the head. */
  reset: ({ cut }) => cut('reset'),

  /** An event, then the session ends as if all had been said. */
  goodbye: ({ response, write }) => {
    response.setHeader('content-type', 'text/event-stream');
    write('data: {"index":0}\n\n');
    later(() => response.stream.session?.destroy());
  },

  /** Head, body and end in as few packets as may be: they are announced in one turn. */
  burst: ({ response, end }) => {
    response.stream.session?.socket.cork?.();
    response.setHeader('content-type', 'application/json');
    end('{"id":"burst"}');
    process.nextTick(() => response.stream.session?.socket.uncork?.());
  },

  /** A promise of something that nobody asked for, then the answer. */
  push: ({ response, end }) => {
    response.stream.pushStream(
      { ':path': '/pushed/v1/chat/completions' },
      (error, pushed) => {
        if (error === null) {
          pushed.on('error', () => {});
          pushed.respond({ ':status': 200 });
          pushed.end('pushed');
        }
        end('{"id":"pushing"}');
      }
    );
  },
};

function later(step: () => void): void {
  setTimeout(() => setImmediate(step), 8);
}
