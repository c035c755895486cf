// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { setTimeout as wait } from 'node:timers/promises';
import { openai } from './openai.mjs';
import { realtime } from './openai-realtime.mjs';
import { responseEvents } from './openai-responses.mjs';
import { seededRandom } from './random.mjs';
import { parse } from './request-body.mjs';
import { acceptSocket } from './web-socket.mjs';

const MAX_REMEMBERED = 10_000;

/** The APIs that keep a WebSocket open for many turns, by path. */
const apis = [
  { path: /\/responses$/, open: responsesSession },
  { path: /\/realtime$/, open: realtime },
];

/**
 * Serves turns over WebSocket, and remembers each: the id of its response, its model, its usage, when it was done.
 *
 * @param {{ seed: number | string, latency(model: string): { firstMs: number, tokenMs: number }, key: string }} options
 */
export function createTurns({ seed, latency, key }) {
  /** @type {{ headers: object, closedAt?: number }[]} */
  const connections = [];
  const turns = [];
  let opened = 0;

  async function say(turn, connection, send) {
    const { id, usage, events } = turn;
    const { firstMs, tokenMs } = latency(turn.model);
    const entry = { id, model: turn.model, usage, connection };
    remember(turns, entry);
    for (const [position, event] of events.entries()) {
      if (position === 1) await wait(firstMs);
      if (event.type.endsWith('.delta')) await wait(tokenMs);
      if (position === events.length - 1) entry.doneAt = Date.now();
      send(event);
    }
  }

  function onUpgrade(request, socket) {
    const { headers } = request;
    const { pathname, searchParams } = new URL(request.url, 'http://mock');
    const api = apis.find(({ path }) => path.test(pathname));
    if (api === undefined || !openai.authorized(headers, key)) {
      const status = api ? '401 Unauthorized' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const connection = { headers };
    remember(connections, connection);
    const random = seededRandom(seed, pathname, ++opened);
    const session = api.open({ model: searchParams.get('model'), random });
    const send = acceptSocket(request, socket, {
      onMessage(text) {
        const { events = [], turn } = session.react(parse(text) ?? {});
        events.forEach(send);
        const model = turn?.model ?? session.model;
        if (turn) void say({ ...turn, model }, connection, send);
      },
      onClose: () => (connection.closedAt = Date.now()),
    });
    session.greeting.forEach(send);
  }
  return { turns, connections, onUpgrade };
}

/**
 * The WebSocket mode of the Responses API: a request is the body of `POST /responses` as a message.
 *
 * @see https://developers.openai.com/api/docs/guides/websocket-mode
 */
function responsesSession({ random }) {
  return {
    greeting: [],
    react({ type, ...body }) {
      if (type !== 'response.create') return {};
      const { model } = body;
      if (typeof model !== 'string') {
        const { status, json } = openai.error('no-model', {});
        return { events: [{ type: 'error', status, error: json.error }] };
      }
      return { turn: { ...responseEvents({ body, model, random }), model } };
    },
  };
}

function remember(list, entry) {
  list.push(entry);
  if (list.length > MAX_REMEMBERED) list.shift();
}
