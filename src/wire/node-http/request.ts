// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { fieldOf } from '../../error-text.ts';
import { reasonNow, TIMED_OUT } from '../deadline.ts';
import { IncomingHeaders } from '../headers/incoming-headers.ts';
import { tapMethod, tapReads } from '../patch.ts';
import type { Tap } from '../tap.ts';
import { Handshake } from '../web-socket/handshake.ts';
import { tapRequestBody } from './request-body.ts';

/**
 * Makes a client request report to the tap, by own methods that call the inherited ones. It adds no listener, because a
 * `response` listener would switch off the dumping of unread bodies, and a `data` listener would start the flow.
 */
export function tapClientRequest(
  request: ClientRequest,
  tap: Tap,
  keepCaller: boolean
): void {
  tap.bind(request);
  tap.wasRequested();
  let letGo: { reason: unknown } | undefined;
  let timedOut = false;
  let response: IncomingMessage | undefined;

  tapMethod(request, 'emit', ([event, value, socket, head]) => {
    if (event === 'response') {
      response = value as IncomingMessage;
      if (keepCaller) tap.bindCaller(response);
      tapIncoming(request, response, tap, () => letGo);
    } else if (event === 'upgrade') {
      tap.upgraded(request, Handshake)?.accepted({
        socket: socket as Duplex,
        headers: new IncomingHeaders((value as IncomingMessage).headers),
        head: head as Uint8Array,
      });
    } else if (event === 'timeout') {
      timedOut = true;
    } else if (event === 'error') {
      if (letGo !== undefined) tap.abandoned(request, letGo.reason);
      else tap.error(request, value);
    } else if (event === 'close' && response === undefined) {
      tap.abandoned(request, letGo?.reason);
    }
  });
  // Node itself destroys sockets, not requests: this is called by the application or by its signal.
  tapMethod(request, 'destroy', ([reason]) => {
    letGo ??= { reason: timedOut ? TIMED_OUT : reasonNow(reason) };
  });
  if (tap.needsRequestBody) tapRequestBody(request, tap);
}

function tapIncoming(
  request: ClientRequest,
  response: IncomingMessage,
  tap: Tap,
  letGo: () => { reason: unknown } | undefined
): void {
  tapReads(response, 'push', chunk => {
    if (chunk === null) tap.end(request);
    else if (chunk instanceof Uint8Array) tap.bytes(request, chunk);
  });
  tapMethod(response, '_destroy', ([error]) => {
    if (response.complete) return;
    const given = letGo();
    if (given !== undefined) tap.abandoned(request, given.reason);
    // This is how Node reports a response whose connection closed before its end.
    else if (fieldOf(error, 'code') === 'ECONNRESET') tap.error(request, error);
    else tap.abandoned(request, error);
  });
  const { statusCode = 0, headers } = response;
  tap.head(request, statusCode, new IncomingHeaders(headers));
}
