// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createMockLlm } from '../../examples/mock-llm/server.mjs';
import { drawTrees, startCollector } from '../support/collector.ts';
import { treesIn } from './readme.mjs';
import { startShell } from './shell.mjs';

/** What a build prints or writes; nothing is sent. */
const BUILD = /^(node build\.mjs|npx next build)$/;

/**
 * Types one command, with a mock and a receiver of its own, and looks at what came of it.
 *
 * @param {{ command: string, cwd: string, trees: string[], row: import('./expected.mjs').Row }} given
 */
export async function runCommand({ command, cwd, trees, row }) {
  const mock = await createMockLlm();
  const collector = await startCollector();
  try {
    const shell = startShell(command, cwd, { mock, receiver: collector.url });
    const { code, stdout, stderr } = await shell.ended;
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, stdout);
    if (BUILD.test(command)) return;
    if (row.console) {
      for (const pattern of row.console) assert.match(stdout, pattern);
      return;
    }
    const spans = collector.spans();
    const histograms = newestHistograms(collector.requests);
    assertTrees(spans, trees, row);
    assertMeasured(spans, histograms);
    row.also?.({ spans, histograms, stdout }, command);
  } finally {
    await Promise.all([mock.close(), collector.close()]);
  }
}

/** The very trees of the README, each as often as it says. */
function assertTrees(spans, trees, { times = 1, aside }) {
  const inTrees = spans.filter(({ name }) => !aside?.test(name));
  const drawn = treesIn(drawTrees(inTrees)).toSorted();
  const wanted = trees.flatMap(tree => Array(times).fill(tree)).toSorted();
  assert.deepEqual(drawn, wanted);
}

/** Each call is measured once, whatever it was made by. */
function assertMeasured(spans, histograms) {
  const counted = name =>
    histograms
      .filter(histogram => histogram.name === name)
      .reduce((total, { count }) => total + count, 0);
  const chats = spans.filter(({ name }) => name.startsWith('chat ')).length;
  assert.equal(counted('gen_ai.client.operation.duration'), chats);
  assert.equal(counted('gen_ai.client.token.usage'), 2 * chats);
}

/** Exports are cumulative: of each process, or thread, the last one says everything. */
function newestHistograms(requests) {
  const bodies = requests
    .filter(({ path }) => path === '/v1/metrics')
    .map(({ body }) => JSON.parse(body.toString('utf8')));
  const byResource = new Map(
    bodies.flatMap(({ resourceMetrics }) =>
      resourceMetrics.map(one => [JSON.stringify(one.resource), one])
    )
  );
  return [...byResource.values()].flatMap(({ resource, scopeMetrics }) => {
    const attributes = Object.fromEntries(
      resource.attributes.map(({ key, value }) => [key, value.stringValue])
    );
    return scopeMetrics
      .flatMap(({ metrics }) => metrics)
      .filter(({ histogram }) => histogram?.dataPoints.length > 0)
      .map(({ name, histogram: { dataPoints } }) => ({
        name,
        resource: attributes,
        bounds: dataPoints[0].explicitBounds,
        count: dataPoints.reduce((sum, { count }) => sum + Number(count), 0),
      }));
  });
}
