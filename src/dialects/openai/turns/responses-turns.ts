// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../../call.ts';
import { NO_HEADERS, type DialectRoute } from '../../dialect.ts';
import { asInteger, asText, type JsonObject } from '../../fields.ts';
import type { TurnDialect, TurnSign } from '../../turn-dialect.ts';
import { openaiResponsesContent } from '../content/responses-content.ts';
import { openaiResponses, terminalEvents } from '../responses.ts';

const ROUTE: DialectRoute = { provider: 'openai', operation: 'chat' };

/** The events that show that the model has written something. */
const PIECE = /^\s*\{\s*"type"\s*:\s*"response\.[a-z_]+(?:\.[a-z_]+)?\.delta"/;

/**
 * The WebSocket mode of the Responses API. Its events are those of the stream by HTTP. The events of one `stream_id`
 * follow each other, and so do all that have none.
 *
 * @see https://developers.openai.com/api/docs/guides/websocket-mode
 */
export const openaiResponsesTurns: TurnDialect = {
  name: 'openai-responses-socket',
  sent: {
    facts: new Set([
      ...openaiResponses.requestMembers,
      'type',
      'stream_id',
      'generate',
    ]),
    content: openaiResponsesContent.requestMembers,
  },
  received: {
    facts: new Set([
      'type',
      'response',
      'stream_id',
      'error',
      'code',
      'status',
    ]),
    content: new Set(),
  },
  // A message with a lane is read, because its turn must be found.
  hintOf: (way, head) =>
    way === 'received' && PIECE.test(head) && !head.includes('"stream_id"')
      ? 'piece'
      : undefined,
  readUrl: () => ({ apiType: 'responses' }),
  readSent(members, captures) {
    if (members['type'] !== 'response.create') return [];
    const url = new URL('wss://localhost/');
    const request: RequestFacts = openaiResponses.readRequest(
      members,
      url,
      NO_HEADERS,
      ROUTE
    );
    return [
      {
        kind: 'ask',
        lane: asText(members['stream_id']),
        request,
        isSilent: members['generate'] === false,
        ...(captures && {
          content: openaiResponsesContent.readRequest(members, url),
        }),
      },
    ];
  },
  readReceived(members, captures) {
    const type = asText(members['type']);
    return type === undefined ? [] : read(type, members, captures);
  },
};

function read(
  type: string,
  members: JsonObject,
  captures: boolean
): readonly TurnSign[] {
  const lane = asText(members['stream_id']);
  const response: ResponseFacts = {};
  if (type.endsWith('.delta')) return [{ kind: 'piece', lane, audio: false }];
  const isEnd = terminalEvents.has(type);
  if (!isEnd && type !== 'error' && type !== 'response.created') return [];
  openaiResponses.readEvent(members, response, ROUTE);
  if (isEnd) {
    const output = captures
      ? openaiResponsesContent.readEvents([members])
      : undefined;
    return [{ kind: 'end', lane, response, output }];
  }
  if (type === 'response.created') return [{ kind: 'begin', lane, response }];
  return [
    {
      kind: 'error',
      lane,
      errorType: response.errorType ?? '_OTHER',
      status: asInteger(members['status']),
    },
  ];
}
