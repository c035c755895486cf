// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import type { NamedRules } from '../rules/rules.ts';
import { calendarTest, CALENDAR_INTERVAL } from './calendar-tests.ts';
import { causeTests } from './cause-tests.ts';
import { windowTests, WINDOW_INTERVAL } from './window-tests.ts';
import { objectiveTests } from './objective-tests.ts';
import { reportTests } from './report-tests.ts';
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
  const suites = [
    ...objectives.objectives.flatMap((objective): Suite[] => [
      { of: objective.name, tests: objectiveTests(objectives, objective) },
      {
        name: `_windows.${objective.name}`,
        of: objective.name,
        tests: windowTests(objectives, objective),
        interval: WINDOW_INTERVAL,
      },
    ]),
    { of: '_report', tests: reportTests(objectives) },
    { of: '_causes', tests: causeTests(objectives) },
    {
      of: '_calendar',
      tests: [calendarTest(objectives)],
      interval: CALENDAR_INTERVAL,
    },
  ];
  return suites.flatMap(({ of, name = of, tests, interval = '1m' }) => {
    const file = rules.find(one => one.name === of)?.file;
    if (file === undefined || tests.length === 0) return [];
    return [
      {
        name,
        file: {
          rule_files: [pathOf(of)],
          evaluation_interval: interval,
          // Else each is evaluated when it likes, and the last digits differ from run to run.
          group_eval_order: file.groups.map(group => group.name),
          tests,
        },
      },
    ];
  });
}

/** Tests of one file of rules. */
interface Suite {
  readonly of: string;
  readonly name?: string;
  readonly tests: readonly RuleTest[];
  readonly interval?: string;
}
