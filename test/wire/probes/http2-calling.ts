// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  IncomingHttpHeaders,
} from 'node:http2';
import { describeError } from '../support/described.ts';
import { turns } from '../support/waiting.ts';
import { selfSigned } from '../support/self-signed.ts';

export const http2Certificate = selfSigned();

/** `node:http2`, by whichever way the application came to it. */
export interface Http2Calling {
  readonly connect: (...args: any[]) => ClientHttp2Session;
  /** What the application passes with each session: whom to trust. */
  readonly base: { ca?: string };
  /** The sessions of this run, to be closed at its end. */
  readonly sessions: ClientHttp2Session[];
}

export const question = '{"model":"example-model","messages":[]}';

/** A session to the server of a URL, whose errors somebody listens for. */
export function sessionTo(
  client: Http2Calling,
  url: string,
  options: object = {}
): ClientHttp2Session {
  const session = client.connect(new URL(url).origin, {
    ...client.base,
    ...options,
  });
  session.on('error', () => {});
  client.sessions.push(session);
  return session;
}

/** The headers of a POST. */
export function posting(url: string, more: object = {}): any {
  const { pathname, search } = new URL(url);
  return { ':method': 'POST', ':path': pathname + search, ...more };
}

/** A POST with a body, sent at once on a session of its own. */
export function send(
  client: Http2Calling,
  url: string,
  options: object = {},
  body: string | Uint8Array = question
): ClientHttp2Stream {
  const stream = sessionTo(client, url).request(posting(url), options);
  stream.end(body);
  return stream;
}

export async function headOf(
  stream: ClientHttp2Stream
): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    stream.once('response', resolve);
    stream.once('error', reject);
  });
}

export async function textOf(stream: ClientHttp2Stream): Promise<string> {
  stream.setEncoding('utf8');
  let text = '';
  for await (const part of stream) text += part as string;
  return text;
}

const plainEvents = ['aborted', 'end', 'finish', 'timeout', 'trailers'];

/** The events of a stream until it is closed. */
export async function storyOf(
  stream: ClientHttp2Stream,
  listen: (stream: ClientHttp2Stream) => void = () => stream.resume()
): Promise<unknown[]> {
  const story: unknown[] = [];
  for (const event of plainEvents) stream.on(event, () => story.push(event));
  stream.on('response', ({ ':status': status }) => {
    story.push(['response', status]);
    listen(stream);
  });
  stream.on('error', error => story.push(['error', describeError(error)]));
  await new Promise<void>(resolve => {
    stream.once('close', () => resolve());
  });
  await turns(2);
  const { destroyed, closed, aborted, rstCode } = stream;
  // Node sends what it has to send while the other side does so as well.
  const written = story.filter(event => event === 'finish').length;
  return [
    ...story.filter(event => event !== 'finish'),
    { destroyed, closed, aborted, rstCode, written },
  ];
}
