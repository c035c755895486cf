// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A server of WebSockets with turns, as OpenAI and Google have them. The first part of the path names the conversation,
// and so what each of its turns does. It writes down every handshake, and of each its messages and its turns.
import { once } from 'node:events';
import { createServer, STATUS_CODES } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';

/** What the turns of a conversation do, in their order; a text if not said. */
const plans = {
  tool: ['tool'],
  chain: ['tool', 'text'],
  voice: ['voice'],
  'two-voices': ['voice', 'voice'],
  failed: ['failed'],
  'error-event': ['refused'],
  'error-and-again': ['refused', 'text'],
  cancelled: ['held'],
  left: ['held'],
  cut: ['cut'],
  'closed-by-server': ['closed'],
};

const FIRST_MS = 15;
const PIECE_MS = 3;
const PIECES = 3;

/** What the mock does after the pieces of a turn; without a row it says the end. */
const endings = {
  held: () => undefined,
  cut: ({ socket }) => socket.terminate(),
  closed: ({ socket }) => socket.close(1011, 'internal error'),
};

/** What a turn without an end of its own came to. */
const errors = { cut: 'connection', closed: '1011', held: 'aborted' };

/**
 * @param {object} api how one of the APIs words it
 * @returns a mock as that of examples/mock-llm, whose requests are handshakes
 */
export async function createTurnsMock(api) {
  const requests = [];
  const server = createServer((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, connection, head) => {
    const url = new URL(request.url, 'http://mock');
    const { method, headers } = request;
    const entry = {
      method,
      path: url.pathname,
      headers,
      outcome: 'open',
      messages: [],
      turns: [],
    };
    requests.push(entry);
    connection.on('error', () => {});
    connection.once('close', () => (entry.outcome = 'answered'));
    entry.status = statusOf(api, entry, url);
    if (entry.status !== 101) return refuse(connection, entry.status);
    sockets.handleUpgrade(request, connection, head, socket =>
      converse(api, socket, entry, url)
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
}

function statusOf(api, { path, headers }, url) {
  if (api.keyOf(headers, url) !== 'mock-key') return 401;
  return nameOf(path) === 'rate-limit' ? 429 : 101;
}

function refuse(connection, status) {
  const body = JSON.stringify({ error: { message: STATUS_CODES[status] } });
  connection.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'content-type: application/json',
      `content-length: ${body.length}`,
      'connection: close',
      '',
      body,
    ].join('\r\n')
  );
}

function nameOf(path) {
  return path.split('/')[1];
}

function converse(api, socket, entry, url) {
  const session = { id: api.sessionId, model: api.modelOf(url) };
  const plan = [...(plans[nameOf(entry.path)] ?? [])];
  const say = messages => {
    if (socket.readyState !== socket.OPEN) return;
    for (const message of messages) api.send(socket, JSON.stringify(message));
  };
  let open;
  socket.on('error', () => {});
  socket.on('close', code => (entry.closeCode = code));
  socket.on('message', async data => {
    const message = JSON.parse(data.toString());
    entry.messages.push(message);
    say(api.answer?.(message, session) ?? []);
    if (open !== undefined && api.cancels?.(message)) {
      Object.assign(open, { kind: 'cancelled' });
      finish(api, open, say);
      open = undefined;
      return;
    }
    const asked = api.asks(message, session);
    if (asked === undefined) return;
    const kind = plan.shift() ?? 'text';
    open = beginTurn(kind, asked, session, entry);
    const turn = open;
    await play(api, turn, say, socket);
    if (turn.isOver) open = undefined;
  });
  say(api.greeting?.(session) ?? []);
}

function beginTurn(kind, asked, session, entry) {
  const index = entry.turns.length + 1;
  const turn = {
    kind,
    id: `resp_${index}`,
    session: session.id,
    model: asked.model ?? session.model,
    isByServer: asked.isByServer === true,
    askedAt: performance.now(),
    error: errors[kind],
    count: { input: 40 + index, output: 12 + index, audio: 7 + index },
  };
  entry.turns.push(turn);
  return turn;
}

async function play(api, turn, say, socket) {
  if (turn.kind === 'refused') return finish(api, turn, say);
  say(api.begin(turn));
  await wait(FIRST_MS);
  for (let index = 0; index < PIECES; index++) {
    turn.firstMs ??= performance.now() - turn.askedAt;
    say(api.piece(turn, index));
    await wait(PIECE_MS);
  }
  if (turn.isOver) return;
  const ending = endings[turn.kind];
  if (ending === undefined) finish(api, turn, say);
  else ending({ socket });
}

/** The end, as the API words it; with it goes what the telemetry must say: usage, reason, error. */
function finish(api, turn, say) {
  turn.isOver = true;
  turn.error = undefined;
  const { messages, ...told } = api.end(turn);
  Object.assign(turn, told);
  say(messages);
}
