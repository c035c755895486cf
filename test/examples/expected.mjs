// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What must come out of the examples, besides the trees that their READMEs print.
import assert from 'node:assert/strict';

const DURATION = 'gen_ai.client.operation.duration';

/**
 * @typedef {{ spans: import('../support/collector.ts').CollectedSpan[],
 *   histograms: { name: string, bounds: number[], count: number, resource: Record<string, unknown> }[],
 *   stdout: string }} Seen what one command has sent and said
 *
 * @typedef {{ times?: number, alone?: true, inPlace?: true, aside?: RegExp, console?: RegExp[],
 *   also?(seen: Seen, command: string): void }} Row
 *   how often each tree comes; whether npm arranges its packages in another way beside those of others; whether they must
 *   stand in its folder, for its bundler follows no link; spans that are not in the trees; what stands on the console,
 *   where nothing is sent; what else must hold
 */

/** @type {Record<string, Row>} */
export const expected = {
  'zero-code': { console: [/name: 'chat gpt-4o-mini'/, /name: 'POST'/] },
  'zero-code-esm': { console: [/name: 'chat gpt-4o-mini'/, /name: 'POST'/] },
  streaming: {
    console: [
      /name: 'chat mock-slow-stream'/,
      /'gen_ai\.response\.time_to_first_chunk': [\d.]+/,
      /\(first chunk after [\d.]+ s\)/,
    ],
  },
  'existing-setup': {
    console: [
      /name: 'chat gpt-4o-mini'/,
      /name: 'POST'/,
      /name: 'gen_ai\.client\.operation\.duration'/,
      /name: 'gen_ai\.client\.token\.usage'/,
      /name: 'http\.client\.request\.duration'/,
    ],
  },
  cost: { console: [/name: 'genai\.client\.cost'/] },
  'auto-instrumentations': { alone: true },
  'config-file': {
    also({ histograms }) {
      const { bounds } = histograms.find(({ name }) => name === DURATION);
      assert.ok(bounds.includes(1.7), `1.7 is among ${bounds.join(' ')}`);
    },
  },
  'sdk-2': {
    also({ histograms }) {
      const { bounds } = histograms.find(({ name }) => name === DURATION);
      assert.ok(bounds.includes(0.01), `0.01 is among ${bounds.join(' ')}`);
    },
  },
  bundled: {
    also({ spans }) {
      const { attributes } = spans.find(({ name }) => name.startsWith('chat'));
      assert.equal(attributes['gen_ai.request.stream'], true);
      assert.ok(attributes['gen_ai.usage.output_tokens'] > 0);
    },
  },
  fastify: {
    times: 20,
    also({ spans, stdout }) {
      assert.match(stdout, /^20 requests were answered$/m);
      assertBelowOwnRequest(spans);
    },
  },
  nestjs: {
    times: 20,
    also({ spans, stdout }) {
      assert.match(stdout, /^40 requests were answered$/m);
      assertBelowOwnRequest(spans);
    },
  },
  nextjs: {
    inPlace: true,
    times: 20,
    // Modules and pages, as they are first asked for.
    aside: /^(load|prepare|register|resolve|start) /,
    also({ spans, stdout }) {
      assert.match(stdout, /^40 requests were answered$/m);
      assertBelowOwnRequest(spans);
    },
  },
  'worker-threads': {
    also({ spans }) {
      assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1);
    },
  },
  gateway: {
    also({ spans }) {
      const chats = spans.filter(({ name }) => name.startsWith('chat'));
      assert.deepEqual(
        chats.map(({ attributes }) => attributes['gen_ai.provider.name']),
        ['openai', 'acme_gateway']
      );
    },
  },
  cluster: {
    times: 6,
    also({ histograms }) {
      const durations = histograms.filter(({ name }) => name === DURATION);
      assert.deepEqual(
        durations.map(({ count }) => count),
        [3, 3]
      );
      const instances = durations.map(
        ({ resource }) => resource['service.instance.id']
      );
      assert.equal(new Set(instances).size, 2, 'each has an id of its own');
    },
  },
  'short-lived': { times: 2 },
};

/** The seed of a call is the number at the end of the path of the request that it was made for. */
function assertBelowOwnRequest(spans) {
  const byId = new Map(spans.map(span => [span.spanId, span]));
  const pathAbove = ({ parentSpanId }) => {
    const parent = byId.get(parentSpanId);
    const { 'url.path': path, 'http.target': target } = parent.attributes;
    return path ?? target ?? pathAbove(parent);
  };
  for (const call of spans.filter(({ name }) => name.startsWith('chat'))) {
    const seed = call.attributes['gen_ai.request.seed'];
    const path = pathAbove(call);
    assert.ok(path.endsWith(`/${seed}`), `${call.name} of ${seed} in ${path}`);
  }
}

/** Those that have a program of their own for it, whose last line is 'N passed, M failed'. */
export const checks = { resilience: 'examples/resilience/check.mjs' };

/** Folders of examples/ that others run, or that are not to be run. */
export const elsewhere = {
  demo: 'npm run demo, a step of .ci/run',
  otel: 'test/e2e/scenarios/40-compose-files.mjs',
  'mock-llm': 'the server that all of them ask',
};
