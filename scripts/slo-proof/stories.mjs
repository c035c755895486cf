// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Stories of the proof: the calls of each minute, and what an SRE who saw every call would want to be paged for. Nothing
// here reads the generator: limits are those of the SRE workbook, chapter 5, for a window of thirty days.

const CALLS = 'gen_ai_client_operation_duration_count';
const ACTIVE = 'genai_client_active_requests';
const TARGET = {
  job: 'chat',
  instance: 'a:9464',
  gen_ai_provider_name: 'openai',
  gen_ai_request_model: 'gpt-4.1',
  gen_ai_operation_name: 'chat',
};
const PAIRS = [
  { long: 60, short: 5, factor: 14.4, data: 0 },
  { long: 360, short: 30, factor: 6, data: 90 },
];
const LEAST = 5;

const objectives = (target, more = '') =>
  `service: chat\nprometheus: { selector: 'job="chat"' }\n${more}objectives:\n  - { name: availability, kind: availability, target: ${target} }\n`;
const calls = (good, bad = () => 0, labels = {}, type = '500') => [
  { name: CALLS, labels: { ...TARGET, ...labels }, grows: good },
  {
    name: CALLS,
    labels: { ...TARGET, ...labels, error_type: type },
    grows: bad,
  },
];
const within = (from, to) => minute => minute >= from && minute < to;

/** The first minute at which both windows of each pair burn too fast, counted call by call. */
function firstBurns(minutes, good, bad, target) {
  const budget = 1 - target / 100;
  const first = ({ long, short, factor, data }) => {
    for (let now = Math.max(1, data); now <= minutes; now++) {
      const sum = (of, length) => {
        let all = 0;
        for (let at = Math.max(0, now - length); at < now; at++) all += of(at);
        return all;
      };
      const burns = [long, short].every(
        length =>
          sum(bad, length) >
          factor * budget * (sum(bad, length) + sum(good, length))
      );
      if (burns && sum(bad, long) >= LEAST) return now;
    }
    return Infinity;
  };
  return PAIRS.map(first);
}

function burnStory(title, { minutes, good, bad, target = 99.9, series, more }) {
  const [fast, slow] = firstBurns(minutes, good, bad, target);
  const at = Math.min(fast, slow);
  return {
    title,
    minutes,
    slo: objectives(target, more),
    series: series ?? calls(good, bad),
    pages: at === Infinity ? 0 : 1,
    // Rules that are evaluated one by one: the fast pair, which comes first, does not see that the slow one fires already.
    ...(slow < fast && fast < Infinity && { pagesOneByOne: 2 }),
    // A rate of five minutes lags, and three groups of rules follow each other.
    ...(at < Infinity && { from: at, to: at + 8 }),
  };
}

const outage = within(120, 180);
const isRun = minute => minute % 60 < 3;

export const STORIES = [
  burnStory('steady, half of the budget', {
    minutes: 240,
    good: () => 999.5,
    bad: () => 0.5,
  }),
  burnStory('outage: every call fails for an hour', {
    minutes: 240,
    good: minute => (outage(minute) ? 0 : 600),
    bad: minute => (outage(minute) ? 600 : 0),
  }),
  burnStory('slow burn: 2 % fail from the second hour on', {
    minutes: 240,
    good: minute => (minute < 120 ? 600 : 588),
    bad: minute => (minute < 120 ? 0 : 12),
  }),
  burnStory('slower burn: 0.8 % fail from the second hour on', {
    minutes: 480,
    good: minute => (minute < 120 ? 1000 : 992),
    bad: minute => (minute < 120 ? 0 : 8),
  }),
  {
    title: 'hanging provider: nothing is answered, clients wait ten minutes',
    minutes: 135,
    slo: objectives(99.9),
    series: [
      ...calls(minute => (minute < 120 ? 60 : 0)),
      {
        name: ACTIVE,
        labels: TARGET,
        is: minute => (minute < 120 ? 2 : Math.min(600, 60 * (minute - 119))),
      },
    ],
    pages: 1,
    from: 120,
    to: 130,
  },
  {
    title:
      'low-traffic key: 12 calls an hour, all refused from the third hour on',
    minutes: 240,
    slo: objectives(99.9),
    series: calls(
      minute => (minute < 120 && minute % 5 === 0 ? 1 : 0),
      minute => (minute >= 120 && minute % 5 === 0 ? 1 : 0),
      {},
      '401'
    ),
    pages: 1,
    // Three refused calls are fifteen minutes.
    from: 130,
    to: 150,
  },
  {
    title: 'cron: runs of three minutes each hour, all good',
    minutes: 400,
    slo: objectives(99.9),
    series: [
      {
        name: CALLS,
        labels: TARGET,
        is: minute => (isRun(minute) ? 100 * (minute % 60) : undefined),
      },
    ],
    pages: 0,
    silent: 'GenAISLONoData',
  },
  burnStory('canary: one model of 5 % of the calls fails', {
    minutes: 200,
    good: minute => (minute < 120 ? 30 : 0),
    bad: minute => (minute < 120 ? 0 : 30),
    series: [
      ...calls(() => 570),
      ...calls(
        minute => (minute < 120 ? 30 : 0),
        minute => (minute < 120 ? 0 : 30),
        { gen_ai_request_model: 'canary', instance: 'b:9464' }
      ),
    ],
  }),
  burnStory('two clusters behind one Prometheus, one of them fails', {
    minutes: 200,
    good: minute => (minute < 120 ? 600 : 540),
    bad: minute => (minute < 120 ? 0 : 60),
    series: [
      ...calls(() => 540, undefined, { cluster: 'a' }),
      ...calls(
        minute => (minute < 120 ? 60 : 0),
        minute => (minute < 120 ? 0 : 60),
        { cluster: 'b', instance: 'b:9464' }
      ),
    ],
  }),
  {
    title: 'maintenance: every call fails, in a window that is excluded',
    minutes: 260,
    slo: objectives(
      99.9,
      'exclude: [{ cron: "0 2 * * *", duration: 1h, timeZone: UTC }]\n'
    ),
    series: calls(
      minute => (outage(minute) ? 0 : 600),
      minute => (outage(minute) ? 600 : 0)
    ),
    pages: 0,
    silent: 'GenAISLONoData',
  },
];
