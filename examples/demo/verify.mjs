// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { equal } from './equal.mjs';
import { heading } from './paint.mjs';
import { readHistogram, sumOf } from './prometheus.mjs';
import { isGenAI, isTurn } from './span-index.mjs';
import { verifyTurns } from './verify-turns.mjs';

/**
 * Compares what was seen with what took place. The mock knows which requests and turns reached it, the application
 * knows how many it made and how many of them nobody answered; telemetry must say the same.
 *
 * @returns {boolean} whether all holds
 */
export function verify(seen) {
  const { index, requests, turns, tally, page, exitCode } = seen;
  const calls = requests.length + tally.refused;
  const spans = index.genAI();
  const durations = readHistogram(page, 'gen_ai_client_operation_duration');
  const tools = readHistogram(page, 'mcp_client_operation_duration');
  const served = requests.filter(({ path }) => path.endsWith('/mcp')).length;
  const lines = requests.map(request => index.lineOfRequest(request));
  const owners = lines.map(line => line.filter(isGenAI));
  const refusedSpans = spans.filter(
    span => !isTurn(span) && !owners.some(line => line.includes(span))
  );

  console.log(heading('Is it true?'));
  return [
    equal(
      'the application got what it should get of every call',
      tally.surprises.join('; ') || 'yes',
      'yes'
    ),
    equal(
      'HTTP attempts: the application counts what the mock received, and those refused',
      tally.attempts,
      calls
    ),
    equal(
      'GenAI spans that were ended and exported, those of turns included',
      ended(spans),
      calls + turns.length
    ),
    equal(
      'requests that have exactly one GenAI span, which no other request has',
      ownedOnce(owners),
      requests.length
    ),
    equal(
      'GenAI spans of refused connections',
      refusedSpans.filter(span => span.failed).length,
      tally.refused
    ),
    equal(
      'requests whose HTTP span is a child of the GenAI span',
      lines.filter(line => line.length > 1 && isGenAI(line[1])).length,
      requests.length
    ),
    equal('span ids that are unique', index.size, index.spans.length),
    equal(
      'count of gen_ai.client.operation.duration over all series',
      sumOf(durations).count,
      calls - served + turns.length
    ),
    equal('calls of tools that the MCP server served', served, tally.tools),
    equal(
      'count of mcp.client.operation.duration over all series',
      sumOf(tools).count,
      served
    ),
    ...verifyTurns(seen),
    ...['input', 'output'].map(type =>
      equal(
        `${type} tokens recorded, against those that the mock reported`,
        tokensRecorded(page, type),
        tokensReported(requests, turns, type)
      )
    ),
    equal('exit code of the application', exitCode, 0),
  ].every(Boolean);
}

function ended(spans) {
  return spans.filter(span => span.endMs > 0 && span.endMs >= span.startMs)
    .length;
}

function ownedOnce(owners) {
  const seen = new Set();
  for (const line of owners) {
    if (line.length === 1) seen.add(line[0]);
  }
  return seen.size;
}

function tokensRecorded(page, type) {
  const all = readHistogram(page, 'gen_ai_client_token_usage');
  return sumOf(all.filter(({ labels }) => labels.gen_ai_token_type === type))
    .sum;
}

/** Of answers that were sent whole; nobody can know what the others would have said. */
function tokensReported(requests, turns, type) {
  const whole = requests.filter(({ outcome }) => outcome === 'answered');
  return [...whole, ...turns].reduce(
    (sum, { usage }) => sum + (usage?.[type] ?? 0),
    0
  );
}
