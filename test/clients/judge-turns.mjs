// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Where turns go over a WebSocket: one span and one duration for each turn of which the mock tells, with what the mock
// said of it, and one session for each handshake.
const OURS = 'opentelemetry-instrumentation-genai';
const DURATION = 'gen_ai.client.operation.duration';
const CLIENT = 2;
const ERROR = 2;

/** A connection that broke, in the words of each stack. */
const BROKEN = new Set(['1006', 'ECONNRESET']);

/** What a close frame says that is no failure, and that which has no code. */
const REGULAR = 1000;
const NO_CODE = 1005;

/**
 * @param {object} scenario with `closedBy`, the end of the session, if not by the application; `refused`, the
 *   error of its handshake; `unsent`, where nothing reached the server
 * @param {object} told by the child
 * @param {{ requests: object[], port: number, provider: string }} world
 */
export function judgeTurns(scenario, told, world) {
  const { spans, unended, metrics } = told.telemetry;
  const wrong = { span: [], tokens: [], chunk: [], error: [] };
  const sockets = world.requests.filter(({ path }) =>
    path.startsWith(`/${scenario.name}/`)
  );
  const turns = sockets.flatMap(socket => socket.turns);
  const isOurs = ({ scope }) => scope === OURS;
  const ours = spans
    .filter(isOurs)
    .sort((one, other) => one.began - other.began);
  expect(wrong.span, 'spans', ours.length, turns.length);
  expect(wrong.span, 'never ended', unended.filter(isOurs).length, 0);
  const sent = scenario.unsent === 1 ? 0 : 1;
  expect(wrong.span, 'handshakes', sockets.length, sent);
  const root = spans.find(({ scope }) => scope === 'application');
  const total = totals(metrics);
  const tookMs = total(DURATION, 'sum') * 1000;
  for (const [index, turn] of turns.entries()) {
    const span = ours[index];
    if (span === undefined) continue;
    expect(wrong.span, 'parent', span.parentSpanId, root?.spanId);
    judgeInTime(wrong.span, 'span', span.began + span.seconds, root);
    judgeSpan(wrong.span, span, turn, world);
    judgeTokens(wrong.tokens, span, turn);
    // The application says when it had its first one.
    const hadMs = index === 0 ? told.firstMs : undefined;
    judgeFirstChunk(wrong.chunk, span, turn, { hadMs, tookMs });
    judgeError(wrong.error, span, turn);
  }
  judgeMetrics(wrong, total, turns);
  judgeSession(wrong, { metrics, total, scenario, sockets, root });
  return wrong;
}

/** The application saw the connection close. What ends much later was ended by the end of the process. */
function judgeInTime(wrong, what, endedAt, root) {
  const late = endedAt - (root.began + root.seconds);
  if (late > 0.1) wrong.push(`${what}: ${late} s after the application`);
}

function judgeSpan(wrong, { name, kind, attributes }, turn, world) {
  expect(wrong, 'kind', kind, CLIENT);
  expect(wrong, 'name', name, `chat ${turn.model}`);
  const { usage, session, id, finish, firstAudioMs } = turn;
  const facts = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': world.provider,
    'gen_ai.request.model': turn.model,
    'gen_ai.request.stream': true,
    'gen_ai.conversation.id': session,
    'gen_ai.response.id': id,
    'network.protocol.name': 'websocket',
    'server.address': '127.0.0.1',
    'server.port': world.port,
  };
  for (const [key, value] of Object.entries(facts)) {
    expect(wrong, key, attributes[key], value);
  }
  const reasons = attributes['gen_ai.response.finish_reasons'];
  if (finish !== undefined) expect(wrong, 'reasons', String(reasons), finish);
  if (firstAudioMs !== undefined) {
    expect(wrong, 'output', attributes['gen_ai.output.type'], 'speech');
  }
  if (usage === undefined) return;
  for (const way of ['input', 'output']) {
    const spoken = attributes[`gen_ai.usage.audio.${way}_tokens`];
    expect(
      wrong,
      `audio ${way} tokens`,
      spoken,
      usage.audio?.[way] || undefined
    );
  }
}

function judgeTokens(wrong, { attributes }, { usage }) {
  for (const way of ['input', 'output']) {
    const told = attributes[`gen_ai.usage.${way}_tokens`];
    expect(wrong, `${way} tokens`, told, usage?.[way]);
  }
}

/**
 * Not before the mock has sent it, nor after the application had it. Nor after the end, by the durations: those begin with
 * the message as well, a span when there is one.
 */
function judgeFirstChunk(wrong, { attributes }, turn, { hadMs, tookMs }) {
  const told = attributes['gen_ai.response.time_to_first_chunk'];
  if (turn.firstMs === undefined) {
    expect(wrong, 'first chunk', told, undefined);
    return;
  }
  const ms = told * 1000;
  // How long the server's word that the user has spoken was under way, it does not know.
  const sentMs = turn.isByServer ? 0 : turn.firstMs;
  const isDue = ms >= sentMs * 0.9 && ms <= tookMs;
  if (!isDue || ms > (hadMs ?? Infinity) + 5) {
    wrong.push(
      `first chunk after ${ms} of ${tookMs} ms, sent at ${sentMs}, application: ${hadMs}`
    );
  }
}

function judgeError(wrong, { attributes, status }, { error }) {
  const told = attributes['error.type'];
  if (error === 'connection') {
    if (!BROKEN.has(told)) wrong.push(`error.type: ${told}, not ${error}`);
  } else {
    expect(wrong, 'error.type', told, error);
  }
  expect(wrong, 'status', status === ERROR, error !== undefined);
}

/** Sums of a metric over the points that have some attributes. */
function totals(metrics) {
  return (name, member, having = {}) =>
    metrics
      .filter(
        metric =>
          metric.name === name &&
          Object.entries(having).every(
            ([key, value]) => metric.attributes[key] === value
          )
      )
      .reduce((sum, metric) => sum + metric[member], 0);
}

function judgeMetrics(wrong, total, turns) {
  expect(wrong.span, 'durations', total(DURATION, 'count'), turns.length);
  const active = total('genai.client.active_requests', 'sum');
  expect(wrong.span, 'still active', active, 0);
  const failed = turns.filter(({ error }) => error !== undefined).length;
  const good = total(DURATION, 'count', { 'error.type': undefined });
  expect(wrong.error, 'failed durations', turns.length - good, failed);
  const sum = read =>
    turns.reduce((all, { usage }) => all + (usage ? (read(usage) ?? 0) : 0), 0);
  for (const way of ['input', 'output']) {
    const type = { 'gen_ai.token.type': way };
    const all = total('gen_ai.client.token.usage', 'sum', type);
    expect(
      wrong.tokens,
      `${way} of metrics`,
      all,
      sum(usage => usage[way])
    );
    const counter = `gen_ai.client.inference.usage.${way}_tokens`;
    const spoken = total(counter, 'sum', { 'gen_ai.token.modality': 'audio' });
    expect(
      wrong.tokens,
      `audio ${way} of metrics`,
      spoken,
      sum(usage => usage.audio?.[way])
    );
  }
  const chunks = turns.filter(({ firstMs }) => firstMs !== undefined).length;
  const first = total('gen_ai.client.operation.time_to_first_chunk', 'count');
  expect(wrong.chunk, 'first chunks of metrics', first, chunks);
  const voices = turns.filter(({ firstAudioMs }) => firstAudioMs !== undefined);
  const audio = total('genai.client.time_to_first_audio', 'count');
  expect(wrong.chunk, 'first audio of metrics', audio, voices.length);
}

/** One, also where it could not begin. */
function judgeSession(wrong, { metrics, total, scenario, sockets, root }) {
  const { refused, unsent, closedBy } = scenario;
  expect(wrong.span, 'open', total('genai.client.sessions', 'sum'), 0);
  const name = 'genai.client.session.duration';
  expect(wrong.span, 'sessions', total(name, 'count'), 1);
  const session = metrics.find(metric => metric.name === name);
  if (session === undefined) return;
  const { attributes, sum } = session;
  judgeInTime(wrong.span, 'session', root.began + sum, root);
  const failed = unsent ? 'broken' : 'refused';
  const by = closedBy ?? (refused ? failed : 'application');
  expect(wrong.span, 'closed by', attributes.closed_by, by);
  const type = attributes['error.type'];
  if (by === 'broken' && !refused) {
    if (!BROKEN.has(type)) wrong.error.push(`session: ${type}`);
    return;
  }
  // As the server saw it: some clients give none.
  const { closeCode } = sockets[0] ?? {};
  const code = closeCode === NO_CODE ? undefined : closeCode;
  expect(wrong.span, 'close code', attributes.close_code, code);
  const isFailure = code !== undefined && code !== REGULAR;
  const error = refused ?? (isFailure ? String(code) : undefined);
  expect(wrong.error, 'session', type, error);
}

function expect(wrong, what, got, expected) {
  if (got !== expected) wrong.push(`${what}: ${got}, not ${expected}`);
}
