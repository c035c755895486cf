// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXPORTS } from '../../../../src/slo/export/exports.ts';
import { ERROR_CLASS_NAMES } from '../../../../src/slo/objectives/error-classes.ts';
import { LATENCY_METRICS } from '../../../../src/slo/sli/metric-names.ts';
import type { Objectives } from '../../../../src/slo/objectives/objective.ts';
import type { ObjectiveInput } from '../../../../src/slo/objectives/objective-input.ts';
import { assertAccepted } from '../../../support/promtool.ts';
import { Random } from '../random.ts';
import { FLOOR, objectivesOf, SPEND } from './examples.ts';

const seed = 20261126;

describe(`any objectives that are exported (seed ${seed})`, () => {
  const random = new Random(seed);
  const all = Array.from({ length: 60 }, () => anyObjectives(random));

  it('are written, or left behind with a reason, one by one', () => {
    const count = {
      sloth: (documents: readonly object[]) =>
        (documents as { slos: unknown[] }[]).flatMap(({ slos }) => slos).length,
      pyrra: (documents: readonly object[]) => documents.length,
      openslo: (documents: readonly object[]) =>
        (documents as { kind: string }[]).filter(({ kind }) => kind === 'SLO')
          .length,
    };
    for (const objectives of all) {
      for (const format of ['sloth', 'pyrra', 'openslo'] as const) {
        const { documents, left } = EXPORTS[format](objectives);
        assert.equal(
          count[format](documents) + left.length,
          objectives.objectives.length,
          format
        );
        assert.ok(left.every(({ why }) => why !== ''));
      }
    }
  });

  it('have queries that Prometheus parses', function () {
    const queries = all.flatMap(objectives => [
      // What a rate is of is one name and its matchers, which is what Pyrra wants.
      ...textsOf(EXPORTS.pyrra(objectives).documents, 'metric').map(
        text => `rate(${text}[5m])`
      ),
      ...['error_query', 'total_query'].flatMap(key =>
        textsOf(EXPORTS.sloth(objectives).documents, key).map(text =>
          text.replaceAll('{{.window}}', '5m')
        )
      ),
      ...textsOf(EXPORTS.openslo(objectives).documents, 'query'),
    ]);
    assert.ok(queries.length > 500, String(queries.length));
    const rules = queries.map((expr, index) => ({
      record: `query:${index}`,
      expr,
    }));
    assertAccepted(this, ['check', 'rules', '--lint-fatal', 'file.yml'], {
      'file.yml': {
        groups: [{ name: 'exported', rules }],
      },
    });
  });

  it('refer in OpenSLO to what is there, by names of hosts, none twice', () => {
    for (const objectives of all) {
      const documents = EXPORTS.openslo(objectives).documents as {
        kind: string;
        metadata: { name: string };
      }[];
      const ids = documents.map(
        ({ kind, metadata }) => `${kind} ${metadata.name}`
      );
      assert.equal(new Set(ids).size, ids.length, ids.join());
      for (const { metadata } of documents) {
        assert.match(metadata.name, /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
      }
      const references = {
        service: 'Service',
        indicatorRef: 'SLI',
        metricSourceRef: 'DataSource',
        alertPolicyRef: 'AlertPolicy',
        conditionRef: 'AlertCondition',
        targetRef: 'AlertNotificationTarget',
      };
      for (const [key, kind] of Object.entries(references)) {
        for (const name of textsOf(documents, key)) {
          assert.ok(ids.includes(`${kind} ${name}`), `${kind} ${name}`);
        }
      }
    }
  });

  it('have boundaries in Pyrra that are numbers, and names of its counter', () => {
    for (const objectives of all) {
      for (const document of EXPORTS.pyrra(objectives).documents) {
        const { metadata } = document as { metadata: { name: string } };
        for (const metric of textsOf(document, 'metric')) {
          const [, boundary = '0'] = /,le="(.*)"}$/.exec(metric) ?? [];
          assert.ok(!Number.isNaN(Number(boundary)), metric);
          const [, slo = metadata.name] = /[{,]slo="(.*?)"/.exec(metric) ?? [];
          assert.equal(slo, metadata.name);
        }
      }
    }
  });
});

function anyObjectives(random: Random): Objectives {
  const names = ['a', 'B', 'a.b', 'a-b', 'a_', 'latency', 'x'.repeat(63)];
  const objectives = names.map(name => ({ ...anyObjective(random), name }));
  return objectivesOf(objectives, {
    service: random.of(['chat', 'C', 'chat.v2-', 's'.repeat(63)]),
    window: random.of(['7d', '28d', '30d']),
    prometheus: {
      names: random.of(['js', 'otlp', 'both']),
      semconv: random.of(['v1.41', 'latest']),
      selector: random.of(['', 'job="chat"', 'job=~"a|b", env!="test"']),
    },
  });
}

function anyObjective(random: Random): ObjectiveInput {
  const common = {
    name: '',
    target: random.of([50, 95, 99.9, 99.999]),
    source: random.of(['histogram', 'events'] as const),
    page: random.chance(0.5),
    match: random.chance(0.5)
      ? { provider: 'o"p\\n', model: ['gpt-*', 'a(b)'] }
      : {},
  } as const;
  switch (random.below(4)) {
    case 0:
      return random.of([FLOOR, SPEND]);
    case 1: {
      const metric = random.of(LATENCY_METRICS);
      return {
        ...common,
        kind: 'latency',
        metric,
        threshold: random.of(['250ms', '1s', '2s']),
        source: 'histogram',
      };
    }
    default:
      return {
        ...common,
        kind: 'availability',
        classes: Object.fromEntries(
          ERROR_CLASS_NAMES.map(name => [
            name,
            random.of(['bad', 'good', 'exclude'] as const),
          ])
        ),
      };
  }
}

/** Every text of that name, however deep. */
function textsOf(value: unknown, name: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name && typeof inner === 'string' ? [inner] : textsOf(inner, name)
  );
}
