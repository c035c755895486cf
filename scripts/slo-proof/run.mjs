// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// `npm run slo:proof [-- --check] [-- --short] [-- PART]`: plays stories to the generated rules in Prometheus 2.42 and 3
// and in VictoriaMetrics, and writes docs/slo-proof.md: pages counted and timed against the truth. --check writes nothing;
// --short plays the stories of up to four hours to the first Prometheus, and writes nothing either.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseObjectives, rulesOf } from '../../dist/esm/slo/index.js';
import { selectorOf, valuesOf } from './series.mjs';
import { STORIES } from './stories.mjs';
import { victoriaMetrics } from './victoria-metrics.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = 'ALERTS{alertstate="firing",severity="page"}';
const short = process.argv.includes('--short');
const check = short || process.argv.includes('--check');
/** Minutes of the longest story of the short form. */
const SHORT = 260;
const [part = ''] = process.argv.slice(2).filter(word => !word.startsWith('-'));

const everyEngine = [
  ...['promtool', join(root, '.cache/e2e/bin/promtool-3')].flatMap(command => {
    const { stdout, error } = spawnSync(command, ['--version'], {
      encoding: 'utf8',
    });
    if (error !== undefined) {
      console.log(`SKIPPED ${command}: it is not here`);
      return [];
    }
    // One that is built here has no version in it.
    const [, version = '3'] = /version ([\d.]+)/.exec(stdout) ?? [];
    const play = (...given) => byPromtool(command, ...given);
    return [{ name: `Prometheus ${version}`, play }];
  }),
  ...(short ? [] : victoriaMetrics()),
];
const engines = short ? everyEngine.slice(0, 1) : everyEngine;

const stories = STORIES.filter(
  ({ title, minutes }) => title.includes(part) && !(short && minutes > SHORT)
);
/** What each engine saw of each story; replays of vmalert mostly wait, so several go on at once. */
const seen = new Map();
const all = engines.map(engine =>
  each(stories, engine.atOnce ?? 1, async story => {
    const folder = mkdtempSync(join(tmpdir(), 'genai-proof-'));
    try {
      const rules = rulesFor(story, engine.keepFiring ?? true);
      const found = await engine.play(story, folder, rules);
      seen.set(`${engine.name} ${story.title}`, found);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  })
);
await Promise.all(all);

let failed = 0;
const rows = stories.map(story => {
  const { title, from, to, silent } = story;
  const wantedOf = pages =>
    pages === 0 ? 'none' : `${pages}, minute ${from} to ${to}`;
  const cells = engines.map(({ name, oneByOne }) => {
    const found = seen.get(`${name} ${title}`);
    const pages = (oneByOne && story.pagesOneByOne) || story.pages;
    const fits =
      found.pages === pages &&
      (pages === 0 || (found.first >= from && found.first <= to)) &&
      (silent === undefined || found.silent === 0);
    if (!fits) failed += 1;
    const text =
      found.pages === 0 ? 'none' : `${found.pages}, minute ${found.first}`;
    console.log(
      `${fits ? '✔' : '✖'} ${title}: ${name}: ${text}; wanted ${wantedOf(pages)}`
    );
    const shown = pages === story.pages ? text : `${text}; one by one`;
    return fits ? shown : `**${shown}**`;
  });
  return `| ${[title, wantedOf(story.pages), ...cells].join(' | ')} |`;
});
if (!check && part === '') {
  writeFileSync(join(root, 'docs/slo-proof.md'), page(rows));
}
console.log(
  `${rows.length * engines.length - failed} passed, ${failed} failed`
);
process.exitCode = failed === 0 ? 0 : 1;

async function each(items, atOnce, work) {
  const left = [...items];
  const worker = async () => {
    for (let item; (item = left.shift()) !== undefined;) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** promtool prints what it got where it is told to expect something else. */
async function byPromtool(command, { series, minutes, silent }, folder, rules) {
  const files = writeRules(rules, folder);
  const questions = [
    `count(count_over_time(${PAGES}[1d])) or vector(0)`,
    `min(min_over_time(timestamp(${PAGES})[1d:1m])) / 60 or vector(0)`,
    `count(count_over_time(ALERTS{alertstate="firing",alertname="${silent ?? 'none'}"}[1d])) or vector(0)`,
  ];
  const test = {
    rule_files: files.map(({ path }) => path),
    evaluation_interval: '1m',
    group_eval_order: files.flatMap(({ groups }) => groups),
    tests: [
      {
        interval: '1m',
        input_series: series.map(one => ({
          series: selectorOf(one),
          values: valuesOf(one, minutes)
            .map(value => (value === undefined ? '_' : value))
            .join(' '),
        })),
        promql_expr_test: questions.map(expr => ({
          expr,
          eval_time: `${minutes}m`,
          exp_samples: [{ labels: '{}', value: -1 }],
        })),
      },
    ],
  };
  writeFileSync(join(folder, 'test.yml'), JSON.stringify(test));
  const output = await new Promise((resolve, reject) => {
    const child = spawn(command, ['test', 'rules', 'test.yml'], {
      cwd: folder,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', part => (text += part));
    }
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
  const got = [...output.matchAll(/got: *\{\} ([\d.E+-]+)/g)];
  if (got.length !== questions.length) throw new Error(output);
  const [pages, first, quiet] = got.map(([, value]) =>
    Math.ceil(Number(value))
  );
  return { pages, first, silent: quiet };
}

/** The generated rules that alert, the calendar first. */
function rulesFor({ slo }, keepFiring) {
  return rulesOf(parseObjectives(slo), { keepFiring })
    .filter(({ name }) => name !== '_report')
    .sort(
      (a, b) => Number(b.name === '_calendar') - Number(a.name === '_calendar')
    );
}

/** Writes the rules; their paths, and the groups in their order. */
function writeRules(rules, folder) {
  return rules.map(({ name, file }) => {
    const path = `${name}.rules.yml`;
    writeFileSync(join(folder, path), JSON.stringify(file));
    return { path, groups: file.groups.map(group => group.name) };
  });
}

function page(table) {
  const heads = ['story', 'pages wanted', ...engines.map(({ name }) => name)];
  return `# Proof: pages compared with the truth

Made by \`npm run slo:proof\`; do not edit. Each story is a list of calls, minute by minute ([stories.mjs](../scripts/slo-proof/stories.mjs)). The truth is
computed from the calls, by the limits of the SRE workbook and without the generator. A page may come up to eight minutes later, because rates cover five minutes
and rules depend on each other. The generated rules read the counters of the calls and are evaluated every minute. The table shows how many alerts of severity
\`page\` fired over the whole story, and the minute of the first. Unwanted results are bold.

| ${heads.join(' | ')} |
| ${heads.map(() => '---').join(' | ')} |
${table.join('\n')}

Debian's vmalert, 1.79, replays the past, with the rules of \`otel-genai slo rules --no-keep-firing\`, because it does not support \`keep_firing_for\`. It evaluates
one rule after the other over the whole story, at each minute, so an alert sees the alerts before it in its group but not those after it. "One by one": the slow
pair of windows fired before the fast one, which cannot see it, so two alerts are correct there.

Alertmanager's part, one notification per outage, is tested by the end-to-end scenario
[61-slo-pages](../test/e2e/scenarios/61-slo-pages.mjs) against a webhook.
`;
}
