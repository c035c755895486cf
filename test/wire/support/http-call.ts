// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';

/** Posts a chat request by node:http, and reads the answer to its end. */
export async function byHttp(options: http.RequestOptions): Promise<void> {
  const request = http.request({ method: 'POST', ...options });
  request.end('{"model":"example-model"}');
  await whole(request);
}

/** Reads the answer to a request to its end. */
export async function whole(request: ClientRequest): Promise<void> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
}
