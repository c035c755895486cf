// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import type { NamedRules } from '../rules/rules.ts';
import { calendarTest, CALENDAR_INTERVAL } from './calendar-tests.ts';
import { causeTests } from './cause-tests.ts';
import { objectiveTests } from './objective-tests.ts';
import type { RuleTest, TestFile } from './promtool.ts';

export interface NamedTests {
  readonly name: string;
  readonly file: TestFile;
}

/**
 * Unit tests of generated rules for `promtool test rules`: every alert is made to fire, and to be silent. `pathOf` says
 * where the rules of a name are, as seen from the tests.
 */
export function ruleTestsOf(
  objectives: Objectives,
  rules: readonly NamedRules[],
  pathOf: (name: string) => string
): NamedTests[] {
  const tests = new Map<string, RuleTest[]>([
    ...objectives.objectives.map(
      objective =>
        [objective.name, objectiveTests(objectives, objective)] as const
    ),
    ['_causes', causeTests(objectives)],
    ['_calendar', [calendarTest(objectives)]],
  ]);
  return rules.flatMap(({ name, file }) => {
    const named = tests.get(name);
    if (named === undefined) return [];
    return [
      {
        name,
        file: {
          rule_files: [pathOf(name)],
          evaluation_interval: name === '_calendar' ? CALENDAR_INTERVAL : '1m',
          // Else each is evaluated when it likes, and the last digits differ from run to run.
          group_eval_order: file.groups.map(group => group.name),
          tests: named,
        },
      },
    ];
  });
}
