// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { HANG_UP_MS } from './calls-turns.mjs';
import { equal } from './equal.mjs';
import { readHistogram, sumOf } from './prometheus.mjs';
import { isTurn } from './span-index.mjs';

/**
 * The part of the check that is about turns over WebSocket.
 *
 * @returns {boolean[]} for each line whether it holds
 */
export function verifyTurns({ index, turns, connections, tally, page }) {
  const spans = index.spans.filter(isTurn);
  const owned = turns.map(turn => index.spansOfTurn(turn));
  const durations = readHistogram(page, 'gen_ai_client_operation_duration');
  const ofTurns = durations.filter(
    ({ labels }) => labels.network_protocol_name === 'websocket'
  );
  const sessions = readHistogram(page, 'genai_client_session_duration');
  return [
    equal('turns that the mock served', turns.length, tally.turns),
    equal(
      'turns that have exactly one GenAI span, and spans of turns in all',
      `${owned.filter(found => found.length === 1 && isTurn(found[0])).length}, ${spans.length}`,
      `${turns.length}, ${turns.length}`
    ),
    equal(
      'spans of turns that ended with the response, long before the connection was closed',
      turns.filter((turn, at) => endedByResponse(turn, owned[at])).length,
      turns.length
    ),
    equal(
      'count of gen_ai.client.operation.duration over the series of turns',
      sumOf(ofTurns).count,
      turns.length
    ),
    equal(
      'count of genai.client.session.duration, against connections that the mock accepted',
      sumOf(sessions).count,
      connections.length
    ),
  ];
}

/** The application keeps the connection for a while after the last response, so that both ends can be told apart. */
function endedByResponse({ connection, doneAt }, [span]) {
  if (span === undefined || doneAt === undefined) return false;
  const reasons = span.attributes['gen_ai.response.finish_reasons'] ?? [];
  return (
    reasons.length === 1 &&
    !span.failed &&
    span.endMs < connection.closedAt - HANG_UP_MS / 2
  );
}
