// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/commands.ts';
import { OPTIONS } from '../../src/config/options.ts';

const root = new URL('../../', import.meta.url).pathname;

/** Every page that users read, by its path. */
const pages = new Map(
  [
    ...readdirSync(root).filter(name => name.endsWith('.md')),
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.md'))
      .map(name => `docs/${name}`),
  ].map(path => [path, readFileSync(join(root, path), 'utf8')])
);

/** Everything that the sources and the generated rules say; a name that is not in there does not exist. */
const code = [
  ...readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(root, 'src', name)),
  ...readdirSync(join(root, 'slo', 'rules')).map(name =>
    join(root, 'slo', 'rules', name)
  ),
]
  .map(path => readFileSync(path, 'utf8'))
  .join('\n');

/** Names of a kind in the documents that the code does not have, with the page of each. */
function unknown(
  pattern: RegExp,
  exists: (name: string) => boolean,
  text: (page: string) => string = page => page
): string[] {
  return [...pages].flatMap(([path, page]) =>
    [...text(page).matchAll(pattern)]
      .map(([, name = '']) => name)
      .filter(name => !exists(name))
      .map(name => `${path}: ${name}`)
  );
}

const inCode = (name: string): boolean => code.includes(name);

/** Names with dots or underscores as a whole: the beginning of one is another name. */
const wholeNames = new Set(code.match(/\w+(?:\.\w+)*/g));

describe('names in the documents', () => {
  it('of environment variables are read by the code', () => {
    const ours = /\b(OTEL_INSTRUMENTATION_GENAI_[A-Z_]+[A-Z])\b/g;
    assert.deepEqual(
      unknown(ours, name => wholeNames.has(name)),
      []
    );
  });

  it('of attributes, metrics and events are emitted by the code', () => {
    // `genai-prices` and the like are packages; an ending in `.*` or `…` means a family.
    const names = /`(gen_?ai\.[a-z0-9_.]*[a-z0-9_])(?:`|\{)/g;
    const spelled = (name: string): boolean => {
      // Some are put together from a prefix and a kind.
      const [, prefix = ''] = /^(.*)\.[^.]+$/.exec(name) ?? [];
      return (
        wholeNames.has(name) || inCode(`'${prefix}.'`) || inCode(`'${prefix}.$`)
      );
    };
    assert.deepEqual(unknown(names, spelled), []);
  });

  it('of metrics in Prometheus are those of metrics in the code', () => {
    const metrics = [...code.matchAll(/'(gen_?ai\.[a-z_.]+)'/g)].map(
      ([, name = '']) => name.replaceAll('.', '_')
    );
    const names = /\b(gen_?ai_(?:client|slo|server)_[a-z_]+)\b/g;
    const endings = /_(?:seconds|total|bucket|count|sum)\b/g;
    assert.deepEqual(
      unknown(names, name =>
        metrics.includes(
          name.replace(endings, '').replace(/_(?:seconds|USD|ratio)$/, '')
        )
      ),
      []
    );
  });

  it('of providers in the README are in the table of providers', () => {
    const [, sentence = ''] =
      /\[Providers\]\(docs\/reference\/providers\.md\): ([^.]+)\./.exec(
        pages.get('README.md') ?? ''
      ) ?? [];
    const [list = ''] = sentence.split(' and every gateway');
    const names = list.split(/,\s+/);
    assert.ok(names.length > 10);
    const letters = (text: string): string =>
      text.toLowerCase().replace(/[^a-z\n]/g, '');
    const table = letters(pages.get('docs/reference/providers.md')!);
    assert.deepEqual(
      names.filter(name => !table.includes(letters(name))),
      []
    );
  });

  it('of commands and their options are those of the program', () => {
    const commands = COMMANDS.map(({ name }) => name);
    const names = /(?:npx )?otel-genai ((?:slo )?[a-z]+)(?=[ `\n:;,.)])/g;
    assert.deepEqual(
      unknown(names, name => commands.includes(name) || name === 'slo'),
      []
    );
    const lines =
      /otel-genai (?:slo )?[a-z]+((?: +--?[\w-]+(?:[ =][^\s`]+)?)+)/g;
    const known = new Set(
      COMMANDS.flatMap(({ options }) => Object.keys(options))
    );
    assert.deepEqual(
      unknown(lines, text =>
        [...text.matchAll(/ --([\w-]+)/g)].every(
          ([, option = '']) =>
            known.has(option) || /^(?:help|require|import)$/.test(option)
        )
      ),
      []
    );
  });

  it('of alerts are in the generated rules', () => {
    assert.deepEqual(
      unknown(/\b(GenAI[A-Z]{3}[A-Za-z]+|GenAISLO[A-Za-z]+)\b/g, inCode),
      []
    );
  });

  it('of alerts head a section in each language, which runbook_url leads to', () => {
    const alerts = new Set(
      [...code.matchAll(/^ *- alert: (GenAI\w+)$/gm)].map(
        ([, name = '']) => name
      )
    );
    assert.ok(alerts.size > 10);
    const missing = ['docs/slo.md', 'docs/slo.zh-CN.md'].flatMap(path =>
      [...alerts]
        .filter(name => !pages.get(path)?.includes(`\n### ${name}\n`))
        .map(name => `${path}: ${name}`)
    );
    assert.deepEqual(missing, []);
  });

  it('of options in examples are options', () => {
    const options: readonly string[] = OPTIONS.map(({ option }) => option);
    const blocks = /new GenAIInstrumentation\(\{\n((?: {2}.*\n)+)/g;
    assert.deepEqual(
      unknown(blocks, block =>
        [...block.matchAll(/^ {2}(\w+)(?=[:,(])/gm)].every(([, name = '']) =>
          options.includes(name)
        )
      ),
      []
    );
  });

  it('of scripts are in package.json', () => {
    const { scripts } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8')
    ) as { scripts: Record<string, string> };
    assert.deepEqual(
      unknown(/npm run (?:--silent )?([\w:]+\w)/g, name =>
        Object.hasOwn(scripts, name)
      ).filter(line => !/existing-setup|nextjs/.test(line)),
      []
    );
  });

  it('of files in the repository are there', () => {
    const paths =
      /`((?:src|scripts|test|bench|examples|slo|docs)\/[\w./-]+\.\w+)`/g;
    assert.deepEqual(
      unknown(paths, path => existsSync(join(root, path))),
      []
    );
  });
});
