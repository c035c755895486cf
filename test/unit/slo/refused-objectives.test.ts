// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { parseObjectives } from '../../../src/slo/objectives/objective-file.ts';

const one = (objective: string) =>
  `service: chat\nobjectives:\n  - ${objective}\n`;

/** What is refused: the text, and every line that is said of it. */
const REFUSED: readonly [
  what: string,
  text: string,
  said: readonly string[],
][] = [
  [
    'an empty file',
    '',
    [
      'slo.yaml: the file is empty; otel-genai slo init writes one to start from',
    ],
  ],
  [
    'a list',
    '- a\n',
    [
      'slo.yaml:1:1 objectives: ["a"] was given; allowed: service, window, precision, prometheus, alerts, exclude, only, objectives',
    ],
  ],
  [
    'no objectives',
    'service: chat\nobjectives: []\n',
    [
      'slo.yaml:2:13 objectives: [] was given; allowed: a list of at least one objective',
    ],
  ],
  [
    'a service that is missing',
    'objectives:\n  - { name: a, kind: cost, budget: 5 }\n',
    [
      'slo.yaml:1:1 service: nothing was given; allowed: up to 63 letters, digits, dots, dashes and underscores, starting with a letter or a digit',
    ],
  ],
  [
    'a kind that there is not',
    one('{ name: a, kind: uptime }'),
    [
      'slo.yaml:3:22 objectives[0].kind: "uptime" was given; allowed: availability, errorRate, latency, throughput, cost',
    ],
  ],
  [
    'a target of 100',
    one('{ name: a, kind: availability, target: 100 }'),
    [
      'slo.yaml:3:44 objectives[0].target: 100 was given; allowed: percent from 20 to below 100, as in 99.9',
    ],
  ],
  [
    'a target as a share',
    one('{ name: a, kind: availability, target: 0.999 }'),
    [
      'slo.yaml:3:44 objectives[0].target: 0.999 was given; allowed: percent from 20 to below 100, as in 99.9',
    ],
  ],
  [
    'a target of 101%',
    one('{ name: a, kind: availability, target: 101% }'),
    [
      'slo.yaml:3:44 objectives[0].target: "101%" was given; allowed: percent from 20 to below 100, as in 99.9',
    ],
  ],
  [
    'a target that less than a fifth of the events keep',
    one('{ name: a, kind: availability, target: 19.9% }'),
    [
      'slo.yaml:3:44 objectives[0].target: "19.9%" was given; allowed: percent from 20 to below 100, as in 99.9',
    ],
  ],
  [
    'a target so near to 100 that nothing may fail',
    one('{ name: a, kind: availability, target: 99.99999999999999 }'),
    [
      'slo.yaml:3:44 objectives[0].target: 99.99999999999999 was given; allowed: percent from 20 to below 100, as in 99.9',
    ],
  ],
  [
    'an error rate so near to 0 that nothing may fail',
    one('{ name: a, kind: errorRate, max: 0.00000000000001 }'),
    [
      'slo.yaml:3:38 objectives[0].max: 1e-14 was given; allowed: percent above 0 and below 80, as in 0.1',
    ],
  ],
  [
    'an error rate that nearly all calls may have',
    one('{ name: a, kind: errorRate, max: 80.1 }'),
    [
      'slo.yaml:3:38 objectives[0].max: 80.1 was given; allowed: percent above 0 and below 80, as in 0.1',
    ],
  ],
  [
    'a threshold of nothing',
    one('{ name: a, kind: latency, threshold: 0ms, target: 99 }'),
    [
      'slo.yaml:3:42 objectives[0].threshold: "0ms" was given; allowed: a duration from 0.1ms to a day, as in 2s, 500ms, 1m',
    ],
  ],
  [
    'a member that there is not, at its name',
    one('{ name: a, kind: cost, budgte: 5, budget: 5 }'),
    [
      'slo.yaml:3:28 objectives[0]: unknown key "budgte"; did you mean "budget"?',
    ],
  ],
  [
    'two of one name, whatever their cases',
    'service: chat\nobjectives:\n  - { name: a, kind: cost, budget: 5 }\n  - { name: A, kind: cost, budget: 5 }\n',
    [
      'slo.yaml:4:13 objectives[1].name: "A" was given; allowed: each name once',
    ],
  ],
  [
    'a histogram that is to tell streams apart',
    one(
      '{ name: a, kind: latency, threshold: 2s, target: 99, match: { stream: true }, source: histogram }'
    ),
    [
      'slo.yaml:3:91 objectives[0].source: "histogram" was given; allowed: events, or no match.stream: histograms do not distinguish streams',
    ],
  ],
  [
    'first chunks of what is no stream',
    one(
      '{ name: a, kind: latency, metric: time_to_first_chunk, threshold: 2s, target: 99, match: { stream: false } }'
    ),
    [
      'slo.yaml:3:94 objectives[0].match: {"stream":false} was given; allowed: provider, model, operation: only a stream has chunks',
    ],
  ],
  [
    'an operation of one model',
    one(
      '{ name: a, kind: availability, target: 99, source: operation, match: { model: m } }'
    ),
    [
      'slo.yaml:3:74 objectives[0].match: {"model":"m"} was given; allowed: none: an operation has neither provider nor model',
    ],
  ],
  [
    'a selector that is none',
    `prometheus: { selector: 'job=chat' }\n${one('{ name: a, kind: cost, budget: 5 }')}`,
    [
      'slo.yaml:1:25 prometheus.selector: "job=chat" was given; allowed: label matchers of Prometheus, as in job="chat"',
    ],
  ],
  [
    'a selector with an escape that Prometheus does not know',
    `prometheus: { selector: 'job=~"a\\.b"' }\n${one('{ name: a, kind: cost, budget: 5 }')}`,
    [
      'slo.yaml:1:25 prometheus.selector: "job=~\\"a\\\\.b\\"" was given; allowed: label matchers of Prometheus, as in job="chat"',
    ],
  ],
  [
    'a second document',
    `${one('{ name: a, kind: cost, budget: 5 }')}---\n${one('{ name: b, kind: cost, budget: 5 }')}`,
    ['slo.yaml:4:1 yaml: "---" was given; allowed: one document'],
  ],
  [
    'YAML that is none',
    'service: chat\nobjectives: [ {name: a\n',
    [
      'slo.yaml:3:1 yaml: "the end of the file" was given; allowed: Flow map in block collection must be sufficiently indented and end with a }',
    ],
  ],
  [
    'several mistakes at once',
    'service: chat\nwindow: 31d\nobjectives:\n  - name: a b\n    kind: availability\n',
    [
      'slo.yaml:2:9 window: "31d" was given; allowed: 7d, 28d, 30d, 90d, month',
      'slo.yaml:4:11 objectives[0].name: "a b" was given; allowed: up to 63 letters, digits, dots, dashes and underscores, starting with a letter or a digit',
      'slo.yaml:4:5 objectives[0].target: nothing was given; allowed: percent from 20 to below 100, as in 99.9',
    ],
  ],
];

describe('a file of objectives that is refused', () => {
  for (const [what, text, said] of REFUSED) {
    it(`has ${what}: it is said where`, () => {
      assert.throws(() => parseObjectives(text), {
        name: 'ObjectivesError',
        message: said.join('\n'),
      });
    });
  }
});
