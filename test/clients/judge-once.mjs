// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Where somebody else traces the same calls: each call has one inference span, one duration, and its tokens once,
// whoever makes them.
const OURS = 'opentelemetry-instrumentation-genai';
const DURATION = 'gen_ai.client.operation.duration';
const TOKENS = 'gen_ai.client.token.usage';

/**
 * @param {object} scenario what was played
 * @param {object} told by the child
 * @param {{ requests: object[], inactive?: boolean }} world `inactive`: their span is not active around the call, so that
 *   ours does not find it, and they have none for embeddings
 */
export function judgeOnce(scenario, { telemetry }, { requests, inactive }) {
  const { spans, unended, metrics } = telemetry;
  const attempts = requests.filter(({ path }) =>
    path.startsWith(`/${scenario.name}/`)
  );
  const wrong = { span: [], tokens: [], chunk: undefined, error: undefined };
  const inferences = spans.filter(
    ({ attributes }) => attributes['gen_ai.operation.name'] !== undefined
  );
  const others = inactive && scenario.operation !== 'embeddings' ? 1 : 0;
  const expected = attempts.length * (1 + others);
  expect(wrong.span, 'inference spans', inferences.length, expected);
  const open = unended.filter(({ scope }) => scope === OURS);
  expect(wrong.span, 'spans never ended', open.length, 0);
  const durations = metrics
    .filter(({ name }) => name === DURATION)
    .reduce((sum, { count }) => sum + count, 0);
  expect(wrong.span, 'durations', durations, attempts.length);
  for (const kind of ['input', 'output']) {
    // What they record is theirs to say: some leave the cache out.
    const recorded = metrics
      .filter(
        ({ name, attributes }) =>
          name === TOKENS && attributes['gen_ai.token.type'] === kind
      )
      .reduce((sum, { count }) => sum + count, 0);
    const none = kind === 'output' && scenario.operation === 'embeddings';
    const said = attempts.filter(({ usage }) => usage?.[kind] !== undefined);
    expect(
      wrong.tokens,
      `records of ${kind} tokens`,
      recorded,
      none ? 0 : said.length
    );
  }
  return wrong;
}

function expect(wrong, what, got, expected) {
  if (got !== expected) wrong.push(`${what}: ${got}, not ${expected}`);
}
