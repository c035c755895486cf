// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { SAMPLE_OBJECTIVES } from '../../../src/cli/sample-objectives.ts';
import { ObjectivesError } from '../../../src/errors.ts';
import {
  loadObjectives,
  parseObjectives,
} from '../../../src/slo/objective-file.ts';
import { resolveObjectives } from '../../../src/slo/resolve.ts';
import { Random } from './random.ts';

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
      'slo.yaml:1:1 objectives: null was given; allowed: service, window, precision, prometheus, objectives',
    ],
  ],
  [
    'a list',
    '- a\n',
    [
      'slo.yaml:1:1 objectives: ["a"] was given; allowed: service, window, precision, prometheus, objectives',
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
      'slo.yaml:1:1 service: nothing was given; allowed: up to 63 letters, digits, dots, dashes and underscores, the first a letter or a digit',
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
      'slo.yaml:3:44 objectives[0].target: 100 was given; allowed: percent from 1 to below 100, as in 99.9',
    ],
  ],
  [
    'a target as a share',
    one('{ name: a, kind: availability, target: 0.999 }'),
    [
      'slo.yaml:3:44 objectives[0].target: 0.999 was given; allowed: percent from 1 to below 100, as in 99.9',
    ],
  ],
  [
    'a target of 101%',
    one('{ name: a, kind: availability, target: 101% }'),
    [
      'slo.yaml:3:44 objectives[0].target: "101%" was given; allowed: percent from 1 to below 100, as in 99.9',
    ],
  ],
  [
    'a threshold of nothing',
    one('{ name: a, kind: latency, threshold: 0ms, target: 99 }'),
    [
      'slo.yaml:3:42 objectives[0].threshold: "0ms" was given; allowed: a duration above 0, as in 2s, 500ms, 1m, or seconds',
    ],
  ],
  [
    'a member that there is not, at its name',
    one('{ name: a, kind: cost, budgte: 5, budget: 5 }'),
    [
      'slo.yaml:3:28 objectives[0].budgte: 5 was given; allowed: no such member; kind, name, description, match, groupBy, page, budget',
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
      'slo.yaml:3:91 objectives[0].source: "histogram" was given; allowed: events, or no match.stream: histograms do not tell streams apart',
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
    'YAML that is none',
    'service: chat\nobjectives: [ {name: a\n',
    [
      'slo.yaml:3:1 yaml: "" was given; allowed: Flow map in block collection must be sufficiently indented and end with a }',
      'slo.yaml:3:1 yaml: "" was given; allowed: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ],
  [
    'several mistakes at once',
    'service: chat\nwindow: 31d\nobjectives:\n  - name: a b\n    kind: availability\n',
    [
      'slo.yaml:2:9 window: "31d" was given; allowed: 7d, 28d, 30d',
      'slo.yaml:4:11 objectives[0].name: "a b" was given; allowed: up to 63 letters, digits, dots, dashes and underscores, the first a letter or a digit',
      'slo.yaml:4:5 objectives[0].target: nothing was given; allowed: percent from 1 to below 100, as in 99.9',
    ],
  ],
];

describe('a file of objectives', () => {
  for (const [what, text, said] of REFUSED) {
    it(`refuses ${what}, and says where`, () => {
      assert.throws(() => parseObjectives(text), {
        name: 'ObjectivesError',
        message: said.join('\n'),
      });
    });
  }

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
        objectives: [
          {
            name: 'a',
            kind: 'latency',
            description: '',
            match: {},
            groupBy: ['provider', 'model'],
            page: true,
            source: 'histogram',
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
  - { name: d, kind: latency, threshold: 1.5, target: 95 }
  - { name: e, kind: cost, budget: 12.5 }
  - { name: f, kind: availability, target: 99, source: operation }
`);
    assert.deepEqual(
      objectives.map(objective => ({ ...objective, classes: undefined })),
      [
        {
          name: 'a',
          kind: 'errorRate',
          description: '',
          match: {},
          groupBy: ['provider', 'model'],
          page: true,
          source: 'histogram',
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
          source: 'histogram',
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
        'throughput',
        'spend',
      ]
    );
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
        'file: "not-there/slo.yaml" was given; allowed: a file of objectives; this one cannot be read (ENOENT)',
    });
  });
});

describe('any file at all', () => {
  const seed = 20261126;

  it(`is taken, or refused with its places (seed ${seed})`, () => {
    const random = new Random(seed);
    let taken = 0;
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const text = anyFile(random);
      try {
        parseObjectives(text);
        taken++;
      } catch (error) {
        assert.ok(
          error instanceof ObjectivesError,
          `${text}\n${String(error)}`
        );
        for (const line of error.message.split('\n')) {
          assert.match(
            line,
            /^slo\.yaml:\d+:\d+ \S.*: .* was given; allowed: \S/,
            `${text}\n${error.message}`
          );
        }
        refused++;
      }
    }
    // Neither is the rule.
    assert.ok(
      taken > 100 && refused > 1000,
      `${taken} taken, ${refused} refused`
    );
  });
});

const VALUES = [
  'a',
  '',
  0,
  -1,
  1,
  99.9,
  '99.9%',
  1e308,
  '2s',
  '10/min',
  '0/s',
  true,
  null,
  [],
  {},
  ['a', ''],
  { provider: 'openai' },
  { stream: true },
  '__proto__',
  'histogram',
  'events',
  'operation',
  'latency',
  'cost',
  'duration',
  '\u0000',
  'a'.repeat(100),
];
const NAMES = [
  'name',
  'kind',
  'target',
  'max',
  'min',
  'threshold',
  'metric',
  'match',
  'groupBy',
  'source',
  'budget',
  'classes',
  'page',
  'description',
  '__proto__',
  'constructor',
  'toString',
];

/** A file of objectives in which something may be wrong: values, names, or the text itself. */
function anyFile(random: Random): string {
  const objective: Record<string, unknown> = {
    name: random.of(['a', 'b', 'a.b-c']),
    kind: random.of([
      'availability',
      'latency',
      'errorRate',
      'throughput',
      'cost',
    ]),
    target: 99.9,
    threshold: '2s',
    max: 0.1,
    min: '10/min',
    budget: 5,
  };
  const needs: Record<string, readonly string[]> = {
    availability: ['target'],
    latency: ['target', 'threshold'],
    errorRate: ['max'],
    throughput: ['min'],
    cost: ['budget'],
  };
  const kind = String(objective['kind']);
  for (const name of Object.keys(objective)) {
    if (name === 'name' || name === 'kind') continue;
    if (!needs[kind]?.includes(name)) delete objective[name];
  }
  for (let change = random.below(4); change > 0; change--) {
    Object.defineProperty(objective, random.of(NAMES), {
      value: random.of(VALUES),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  const file: Record<string, unknown> = {
    service: random.chance(0.9) ? 'chat' : random.of(VALUES),
    objectives: random.chance(0.95) ? [objective] : random.of(VALUES),
  };
  if (random.chance(0.1)) file[random.of(NAMES)] = random.of(VALUES);
  let text = stringify(file);
  if (random.chance(0.2)) {
    const at = random.below(text.length);
    const noise = random.of([
      '{',
      '}',
      '[',
      '"',
      ':',
      '\t',
      '&a',
      '*a',
      '!!x',
      '---\n',
      '\u0000',
      '%',
      '|',
    ]);
    text = text.slice(0, at) + noise + text.slice(at + random.below(3));
  }
  return text;
}
