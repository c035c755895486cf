// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Where messages go to an MCP server: one span and one duration for each message that the mock got, and one session.
const OURS = 'opentelemetry-instrumentation-genai';
const CLIENT = 2;
const ERROR = 2;

/**
 * @param {object} scenario with `spans`: their names, in the order of the requests; `error` of the last one, or of the one
 *   at `errorOf`, counted from the end; `session`, `false` where there is none
 * @param {object} told by the child
 * @param {{ requests: object[], port: number }} world
 */
export function judgeMcp(scenario, { telemetry }, { requests, port }) {
  const { spans, unended, metrics } = telemetry;
  const wrong = { span: [], error: [] };
  const isOurs = ({ scope }) => scope === OURS;
  const ours = spans
    .filter(isOurs)
    .sort((one, other) => one.began - other.began);
  const sent = requests.filter(
    ({ path, method }) =>
      path.startsWith(`/${scenario.name}/`) && method === 'POST'
  );
  const names = ours.map(({ name }) => name);
  expect(wrong.span, 'spans', names.join(), scenario.spans.join());
  expect(wrong.span, 'requests', sent.length, scenario.spans.length);
  expect(wrong.span, 'never ended', unended.filter(isOurs).length, 0);
  const root = spans.find(({ scope }) => scope === 'application');
  for (const span of ours) {
    expect(wrong.span, 'kind', span.kind, CLIENT);
    expect(wrong.span, 'port', span.attributes['server.port'], port);
    expect(wrong.span, 'parent', span.parentSpanId, root?.spanId);
    const below = spans.filter(
      ({ parentSpanId, scope }) =>
        parentSpanId === span.spanId && scope.endsWith('instrumentation-undici')
    );
    expect(wrong.span, 'HTTP spans', below.length, 1);
    const hasFailed = span === ours.at(scenario.errorOf ?? -1);
    const error = hasFailed ? scenario.error : undefined;
    expect(wrong.error, 'error.type', span.attributes['error.type'], error);
    expect(wrong.error, 'status', span.status === ERROR, error !== undefined);
  }
  const total = name =>
    metrics
      .filter(metric => metric.name === name)
      .reduce((sum, { count }) => sum + count, 0);
  const durations = total('mcp.client.operation.duration');
  expect(wrong.span, 'durations', durations, scenario.spans.length);
  const sessions = scenario.session === false ? 0 : 1;
  const ended = total('mcp.client.session.duration');
  expect(wrong.span, 'sessions', ended, sessions);
  return wrong;
}

function expect(wrong, what, got, expected) {
  if (got !== expected) wrong.push(`${what}: ${got}, not ${expected}`);
}
