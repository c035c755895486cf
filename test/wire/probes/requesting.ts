// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { describeError } from '../support/described.ts';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type http from 'node:http';
import { selfSigned } from '../support/self-signed.ts';
import { turns } from '../support/waiting.ts';

export const certificate = selfSigned();

/** `node:http` or `node:https`, by whichever way the application came to it. */
export interface Requesting {
  readonly request: (...args: any[]) => ClientRequest;
  readonly get: (...args: any[]) => ClientRequest;
  /** What the application passes with each call: an agent of its own, and whom to trust. */
  readonly base: { agent: http.Agent; ca?: string };
}

export const question = '{"model":"example-model","messages":[]}';

/** A POST with a body, sent at once. */
export function send(
  { request, base }: Requesting,
  url: string,
  options: object = {},
  body: string | Uint8Array = question
): ClientRequest {
  const call = request(url, { method: 'POST', ...base, ...options });
  call.end(body);
  return call;
}

export async function responseOf(
  call: ClientRequest
): Promise<IncomingMessage> {
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  return response;
}

export async function respond(
  client: Requesting,
  url: string,
  options: object = {},
  body: string | Uint8Array = question
): Promise<IncomingMessage> {
  return responseOf(send(client, url, options, body));
}

export async function textOf(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const part of response) text += part as string;
  return text;
}

/** The events of a request and its response until the request is closed. */
export async function storyOf(
  call: ClientRequest,
  listen: (response: IncomingMessage) => void = response => response.resume()
): Promise<unknown[]> {
  const story: unknown[] = [];
  call.on('error', error =>
    story.push(['request error', describeError(error)])
  );
  for (const event of ['abort', 'timeout']) {
    call.on(event, () => story.push(`request ${event}`));
  }
  call.on('response', response => {
    story.push('response');
    for (const event of ['aborted', 'end', 'close']) {
      response.on(event, () => story.push(`response ${event}`));
    }
    response.on('error', error =>
      story.push(['response error', describeError(error)])
    );
    listen(response);
  });
  await new Promise(resolve => call.once('close', resolve));
  await turns(2);
  story.push([call.destroyed, call.aborted, call.errored != null]);
  return story;
}

/** Starts a request whose body the probe writes itself. */
export function start(client: Requesting, url: string, options: object = {}) {
  return client.request(url, { method: 'POST', ...client.base, ...options });
}
