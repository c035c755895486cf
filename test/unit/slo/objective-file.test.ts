// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { SAMPLE_OBJECTIVES } from '../../../src/cli/slo/sample-objectives.ts';
import { ObjectivesError } from '../../../src/slo/objectives/objectives-error.ts';
import {
  loadObjectives,
  parseObjectives,
} from '../../../src/slo/objectives/objective-file.ts';
import { resolveObjectives } from '../../../src/slo/objectives/resolve.ts';

const one = (objective: string) =>
  `service: chat\nobjectives:\n  - ${objective}\n`;

describe('a file of objectives', () => {
  it('fills in every default', () => {
    assert.deepEqual(
      parseObjectives(
        one('{ name: a, kind: latency, threshold: 500ms, target: 99.5 }')
      ),
      {
        service: 'chat',
        window: '30d',
        precision: 'standard',
        prometheus: {
          names: 'both',
          semconv: 'v1.41',
          selector: '',
          minBadEvents: 5,
        },
        alerts: {
          labels: {},
          annotations: {},
          runbookUrl: '',
          severities: { page: 'page', ticket: 'ticket', info: 'info' },
          causes: {},
        },
        exclude: [],
        only: [],
        objectives: [
          {
            name: 'a',
            kind: 'latency',
            description: '',
            match: {},
            groupBy: ['provider', 'model'],
            page: true,
            alerts: { labels: {}, annotations: {}, runbookUrl: '' },
            exclude: [],
            only: [],
            source: 'auto',
            metric: 'duration',
            threshold: 0.5,
            target: 0.995,
            classes: {
              server: 'exclude',
              timeout: 'exclude',
              network: 'exclude',
              throttled: 'exclude',
              quota: 'exclude',
              auth: 'exclude',
              request: 'exclude',
              aborted: 'exclude',
              filtered: 'exclude',
              unknown: 'exclude',
            },
          },
        ],
      }
    );
  });

  it('reads quantities as people write them', () => {
    const { objectives } = parseObjectives(`service: chat
objectives:
  - { name: a, kind: errorRate, max: 0.1 }
  - { name: b, kind: availability, target: '99.95%', match: { stream: true, model: [a, b*], provider: openai } }
  - { name: c, kind: throughput, min: 90/min }
  - { name: d, kind: latency, threshold: 1500ms, target: 95 }
  - { name: e, kind: cost, budget: 12.5 }
  - { name: f, kind: availability, target: 99, source: operation }
`);
    assert.deepEqual(
      objectives.map(({ alerts: _, exclude: __, only: ___, ...objective }) => ({
        ...objective,
        classes: undefined,
      })),
      [
        {
          name: 'a',
          kind: 'errorRate',
          description: '',
          match: {},
          groupBy: ['provider', 'model'],
          page: true,
          source: 'auto',
          target: 0.999,
          classes: undefined,
        },
        {
          name: 'b',
          kind: 'availability',
          description: '',
          match: { provider: ['openai'], model: ['a', 'b*'], stream: true },
          groupBy: ['provider', 'model'],
          page: true,
          source: 'events',
          target: 0.9995,
          classes: undefined,
        },
        {
          name: 'c',
          kind: 'throughput',
          description: '',
          match: {},
          groupBy: [],
          page: true,
          floor: 1.5,
          period: '5m',
          target: 0.99,
          classes: undefined,
        },
        {
          name: 'd',
          kind: 'latency',
          description: '',
          match: {},
          groupBy: ['provider', 'model'],
          page: true,
          source: 'auto',
          metric: 'duration',
          threshold: 1.5,
          target: 0.95,
          classes: undefined,
        },
        {
          name: 'e',
          kind: 'cost',
          description: '',
          match: {},
          groupBy: [],
          page: true,
          budget: 12.5,
          classes: undefined,
        },
        {
          name: 'f',
          kind: 'availability',
          description: '',
          match: {},
          groupBy: [],
          page: true,
          source: 'operation',
          target: 0.99,
          classes: undefined,
        },
      ]
    );
  });

  it('counts refused requests as errors, and not against the availability', () => {
    const { objectives } = parseObjectives(`service: chat
objectives:
  - { name: a, kind: availability, target: 99, classes: { throttled: exclude, filtered: good } }
  - { name: e, kind: errorRate, max: 1 }
`);
    const classes = objectives.map(objective =>
      'classes' in objective ? objective.classes : undefined
    );
    const common = { server: 'bad', timeout: 'bad', network: 'bad' };
    assert.deepEqual(classes, [
      {
        ...common,
        throttled: 'exclude',
        quota: 'exclude',
        auth: 'exclude',
        request: 'exclude',
        aborted: 'exclude',
        filtered: 'good',
        unknown: 'bad',
      },
      {
        ...common,
        throttled: 'bad',
        quota: 'bad',
        auth: 'bad',
        request: 'bad',
        aborted: 'exclude',
        filtered: 'exclude',
        unknown: 'bad',
      },
    ]);
  });

  it('takes the sample that slo init writes, with and without its comments', () => {
    const given = parseObjectives(SAMPLE_OBJECTIVES);
    assert.deepEqual(
      given.objectives.map(({ name }) => name),
      ['availability', 'latency', 'errors']
    );
    // The examples in the comments are to be taken as they are.
    const more = parseObjectives(
      SAMPLE_OBJECTIVES.replaceAll(/^ {2}# (?=[- ] )/gm, '  ')
    );
    assert.deepEqual(
      more.objectives.map(({ name }) => name),
      [
        'availability',
        'latency',
        'errors',
        'first-words',
        'answer-question',
        'tools',
        'tools-latency',
        'turns',
        'first-audio',
        'throughput',
        'spend',
      ]
    );
  });

  it('may say once what several have', () => {
    const { objectives } = parseObjectives(`service: chat
objectives:
  - &strict { name: a, kind: availability, target: 99.9, groupBy: [model] }
  - { <<: *strict, name: b }
`);
    const [one, other] = objectives;
    assert.deepEqual(other, { ...one, name: 'b' });
  });

  it('is taken as it is when it was checked before', () => {
    const objectives = parseObjectives(SAMPLE_OBJECTIVES);
    assert.equal(resolveObjectives(objectives), objectives);
    // A share of 0.999 would else be a percentage that is refused.
    assert.throws(() => resolveObjectives({ ...objectives }), ObjectivesError);
  });

  it('says of a file that is not there why it cannot be read', () => {
    assert.throws(() => loadObjectives('not-there/slo.yaml'), {
      name: 'ObjectivesError',
      message:
        'file: "not-there/slo.yaml" was given; allowed: a file of objectives, as written by otel-genai slo init; this one cannot be read (ENOENT)',
    });
  });
});
