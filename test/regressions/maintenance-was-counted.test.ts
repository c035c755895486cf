// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { countedAt } from '../../src/slo/calendar/counted-at.ts';
import type { TimeWindowInput } from '../../src/slo/calendar/time-window.ts';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import type { ObjectivesInput } from '../../src/slo/objectives/objective-input.ts';
import { ruleTestsOf } from '../../src/slo/rule-tests/rule-tests.ts';
import { rulesOf } from '../../src/slo/rules/rules.ts';
import { EmptyPrometheus } from '../support/empty-prometheus.ts';
import { assertAccepted } from '../support/promtool.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Wall clock of a zone by Node.js itself: the truth, found without the code under test. */
function wallClock(timeZone: string, at: number) {
  let format = FORMATS.get(timeZone);
  if (format === undefined) {
    const all = { dateStyle: 'short', timeStyle: 'medium' } as const;
    format = new Intl.DateTimeFormat('sv-SE', { ...all, timeZone });
    FORMATS.set(timeZone, format);
  }
  const local = new Date(`${format.format(at).replace(' ', 'T')}Z`);
  return {
    minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
    weekday: local.getUTCDay(),
    day: local.getUTCDate(),
    month: local.getUTCMonth() + 1,
  };
}

/** Windows, and the truth about them, written by hand. */
const WINDOWS: readonly {
  readonly title: string;
  readonly window: TimeWindowInput;
  readonly covers: (at: number) => boolean;
}[] = [
  {
    title: 'Sunday at night in Berlin',
    window: { cron: '0 2 * * sun', duration: '2h', timeZone: 'Europe/Berlin' },
    covers: at => {
      const { minute, weekday } = wallClock('Europe/Berlin', at);
      return weekday === 0 && minute >= 120 && minute < 240;
    },
  },
  {
    title: 'business hours in New York',
    window: {
      cron: '30 8 * * 1-5',
      duration: '9h30m',
      timeZone: 'America/New_York',
    },
    covers: at => {
      const { minute, weekday } = wallClock('America/New_York', at);
      return weekday >= 1 && weekday <= 5 && minute >= 510 && minute < 1080;
    },
  },
  {
    title: 'a night over midnight in a zone of half hours',
    window: { cron: '0 22 * * fri', duration: '8h', timeZone: 'Asia/Kolkata' },
    covers: at => {
      const { minute, weekday } = wallClock('Asia/Kolkata', at);
      return (
        (weekday === 5 && minute >= 1320) || (weekday === 6 && minute < 360)
      );
    },
  },
  {
    title: 'the first of the month, or a Monday, twice a day',
    window: { cron: '15 6,18 1 * mon', duration: '45m' },
    covers: at => {
      const { minute, weekday, day } = wallClock('UTC', at);
      const hours =
        (minute >= 375 && minute < 420) || (minute >= 1095 && minute < 1140);
      return hours && (weekday === 1 || day === 1);
    },
  },
  {
    title: 'two days at the end of the year',
    window: { cron: '0 12 24 dec *', duration: '2d12h', timeZone: 'UTC' },
    covers: at => {
      const { minute, day, month } = wallClock('UTC', at);
      return (
        month === 12 &&
        ((day === 24 && minute >= 720) || day === 25 || day === 26)
      );
    },
  },
  {
    title: 'one interval',
    window: {
      from: '2026-03-28T23:30:00+01:00',
      to: '2026-03-29T05:00:00+02:00',
    },
    covers: at =>
      at >= Date.UTC(2026, 2, 28, 22, 30) && at < Date.UTC(2026, 2, 29, 3),
  },
];

/** Changes of the clock in Berlin and in New York, the end of the year. */
const SPANS: readonly (readonly [number, number])[] = [
  [Date.UTC(2026, 2, 6), Date.UTC(2026, 2, 10)],
  [Date.UTC(2026, 2, 27), Date.UTC(2026, 2, 31)],
  [Date.UTC(2026, 9, 24), Date.UTC(2026, 9, 27)],
  [Date.UTC(2026, 9, 31), Date.UTC(2026, 10, 3)],
  [Date.UTC(2026, 11, 24), Date.UTC(2026, 11, 27)],
  [Date.UTC(2031, 2, 29), Date.UTC(2031, 3, 1)],
];

const objectivesOf = (input: Partial<ObjectivesInput>) =>
  resolveObjectives({
    service: 'chat',
    objectives: [{ name: 'slo', kind: 'availability', target: 99.9 }],
    ...input,
  });

describe('time that a calendar leaves out', () => {
  for (const { title, window, covers } of WINDOWS) {
    it(`is known to the report: ${title}`, () => {
      const calendar = objectivesOf({ exclude: [window] });
      for (const [from, to] of SPANS) {
        for (let at = from; at < to; at += 15 * MINUTE) {
          assert.equal(
            countedAt(calendar, at / 1000),
            !covers(at),
            new Date(at).toISOString()
          );
        }
      }
    });
  }

  describe('is known to Prometheus', function () {
    this.timeout(60_000);
    let server: EmptyPrometheus | undefined;
    before(async function () {
      server = await EmptyPrometheus.start();
      if (server === undefined) this.skip();
    });
    after(() => server?.stop());

    for (const { title, window, covers } of WINDOWS) {
      it(`at each hour: ${title}`, async () => {
        for (const [member, expected] of [
          ['exclude', (at: number) => !covers(at)],
          ['only', covers],
        ] as const) {
          const expression = expressionOf(objectivesOf({ [member]: [window] }));
          for (const [from, to] of SPANS) {
            const values = await server!.range(expression, from, to);
            assert.equal(values.length, (to - from) / HOUR + 1);
            for (const [at, value] of values) {
              // It is recorded two minutes ahead of time.
              const truth = expected(at * 1000 + 2 * MINUTE) ? 1 : 0;
              const moment = new Date(at * 1000).toISOString();
              assert.equal(value, truth, `${member} at ${moment}`);
            }
          }
        }
      });
    }
  });
});

/** The recorded calendar of the service, with the series of the wall clock written out. */
function expressionOf(objectives: ReturnType<typeof objectivesOf>): string {
  const calendar = rulesOf(objectives).find(({ name }) => name === '_calendar');
  const rules = calendar?.file.groups.flatMap(group => group.rules) ?? [];
  const last = rules.at(-1)?.expr ?? '';
  return rules.slice(0, -1).reduce((text, rule) => {
    const zone = 'labels' in rule ? rule.labels?.['zone'] : undefined;
    return text.replaceAll(
      `genai_slo:local_time:seconds{service="chat",zone="${zone}"}`,
      `(${rule.expr})`
    );
  }, last);
}

describe('rules of an objective with a calendar', function () {
  this.timeout(60_000);
  it('pass generated tests that leave an hour of failures out', function () {
    const objectives = objectivesOf({
      exclude: [{ cron: '0 2 * * *', duration: '1h' }],
    });
    const rules = rulesOf(objectives);
    const own = ruleTestsOf(objectives, rules, name => `${name}.yml`).filter(
      ({ name }) => name === 'slo' || name === '_calendar'
    );
    for (const { name, file } of own) {
      const made = rules.find(one => one.name === name)!.file;
      const tests = file.tests.filter(test => / calendar /.test(test.name));
      assert.equal(tests.length, 1);
      assertAccepted(this, ['test', 'rules', 'test.yml'], {
        [`${name}.yml`]: made,
        'test.yml': { ...file, tests },
      });
    }
  });

  it('are those of an objective without, where there is none', () => {
    const [rules] = rulesOf(objectivesOf({}));
    assert.doesNotMatch(JSON.stringify(rules), /counted|observed/);
  });
});

describe('a window of the file', () => {
  it('holds for each objective beside its own, and its hours give way', () => {
    const { objectives } = resolveObjectives({
      service: 'chat',
      exclude: [{ cron: '0 2 * * *', duration: '1h' }],
      only: [{ cron: '0 9 * * *', duration: '8h' }],
      objectives: [
        {
          name: 'a',
          kind: 'availability',
          target: 99,
          exclude: [{ cron: '0 12 * * *', duration: '1h' }],
          only: [{ cron: '0 0 * * *', duration: '1d' }],
        },
        { name: 'money', kind: 'cost', budget: 5 },
      ],
    });
    const [own, money] = objectives;
    const at = (hour: number) => (Date.UTC(2026, 5, 1) + hour * HOUR) / 1000;
    assert.deepEqual(
      [2.5, 5, 12.5, 20].map(hour => countedAt(own!, at(hour))),
      [false, true, false, true]
    );
    // Money is spent at any hour.
    assert.ok(countedAt(money!, at(2.5)));
  });
});
