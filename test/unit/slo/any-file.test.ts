// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { ObjectivesError } from '../../../src/slo/objectives/objectives-error.ts';
import { parseObjectives } from '../../../src/slo/objectives/objective-file.ts';
import { ruleTestsOf } from '../../../src/slo/rule-tests/rule-tests.ts';
import { rulesOf } from '../../../src/slo/rules/rules.ts';
import { viewBlock } from '../../../src/slo/sli/view-block.ts';
import { Random } from './random.ts';

describe('any file at all', () => {
  const seed = 20261126;

  it(`is taken, or refused with its places (seed ${seed})`, () => {
    const random = new Random(seed);
    let taken = 0;
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const text = anyFile(random);
      let objectives;
      try {
        objectives = parseObjectives(text);
        taken++;
      } catch (error) {
        assert.ok(
          error instanceof ObjectivesError,
          `${text}\n${String(error)}`
        );
        for (const line of error.message.split('\n')) {
          assert.match(
            line,
            /^slo\.yaml:\d+:\d+ \S.*: (?:.* was given; allowed: \S|unknown key ".*"; (?:known|did you mean)|.* has no unit: write \S)/,
            `${text}\n${error.message}`
          );
        }
        refused++;
        continue;
      }
      // What is taken can be made rules, tests and views of.
      const rules = rulesOf(objectives, { compat: true, sloth: true });
      const tests = ruleTestsOf(objectives, rules, name => name);
      const made = JSON.stringify([rules, tests, viewBlock(objectives)]);
      assert.doesNotMatch(made, /undefined|NaN|Infinity|\[object/, text);
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
