// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { DiagLogLevel } from '@opentelemetry/api';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { examineVariables } from '../../../src/cli/doctor/variables.ts';
import { variableWarnings } from '../../../src/config/provider-names.ts';
import { knownOptions, resolveConfig } from '../../../src/config/config.ts';
import { OPTIONS } from '../../../src/config/options.ts';
import * as library from '../../../src/index.ts';
import { sdkDefaults } from '../../../src/setup/environment.ts';
import * as slo from '../../../src/slo/index.ts';
import { blocksOf, pages, root, spansOf, unknown } from './pages.ts';

const { name, engines, exports, devDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8')
) as Record<
  'engines' | 'exports' | 'devDependencies',
  Record<string, string>
> & {
  name: string;
};

const all = (pattern: RegExp) => (page: string) =>
  [...page.matchAll(pattern)].map(([, found = '']) => found);

/** What is typed into a shell: in blocks and in backticks. */
const typed = (page: string): string[] => [
  ...blocksOf(page).flatMap(({ text }) =>
    text.replace(/\\\n\s*/g, '').split('\n')
  ),
  ...(page.match(/^ {4}\S.*$/gm) ?? []),
  ...spansOf(page),
];

describe('examples in the documents', () => {
  it('set variables to values that the doctor accepts', () => {
    const pairs = all(/\b(OTEL_[A-Z_]+=[^\s`'"|。，；]+)/g);
    const isFine = (pair: string): boolean => {
      const [, variable = '', value = ''] = /^(\w+)=(.*?)[.,;)]?$/.exec(pair)!;
      if (variable === 'OTEL_LOG_LEVEL') {
        return value.toUpperCase() in DiagLogLevel;
      }
      // A file that is not here.
      if (variable.endsWith('_SLO')) return true;
      const environment = { [variable]: value };
      const findings = examineVariables(environment);
      return (
        findings.every(({ kind }) => kind !== 'problem') &&
        variableWarnings(environment).length === 0
      );
    };
    assert.deepEqual(unknown(pairs, isFine), []);
  });

  it('give each command options that it has, and words that these take', () => {
    const byName = new Map(COMMANDS.map(command => [command.name, command]));
    const commands = (page: string): string[] =>
      typed(page).flatMap(line =>
        all(/\botel-genai ((?:slo )?[a-z]+ [^#|&;`]*)/g)(line)
      );
    const isFine = (line: string): boolean => {
      const [, called = ''] = /^((?:slo )?[a-z]+)/.exec(line)!;
      const options = byName.get(called)?.options;
      if (options === undefined) return false;
      const [own = ''] = line.split(' -- ');
      return [...own.matchAll(/ --([\w-]+)(?:[ =]([^\s-]\S*))?/g)].every(
        ([, option = '', value]) =>
          ['help', 'require', 'import'].includes(option) ||
          accepts(options[option], value)
      );
    };
    assert.deepEqual(unknown(commands, isFine), []);
  });

  it('name options on their own that some command has, and words that these take', () => {
    const flags = (page: string): string[] =>
      spansOf(page).filter(text => /^--\w/.test(text));
    const isFine = (text: string): boolean => {
      const [, flag = '', value] = /^--([\w.-]+)(?:[ =](\S+))?/.exec(text)!;
      return (
        COMMANDS.some(({ options }) => accepts(options[flag], value)) ||
        process.allowedNodeEnvironmentFlags.has(`--${flag}`) ||
        OF_OTHERS.has(flag)
      );
    };
    assert.deepEqual(unknown(flags, isFine), []);
  });

  it('define providers and set options that the code accepts', () => {
    const options: readonly string[] = OPTIONS.map(({ option }) => option);
    const instrumentation = class {
      constructor(options = {}) {
        const [, problems] = knownOptions(options);
        assert.deepEqual(problems, []);
        resolveConfig(options, {});
      }
    };
    const calls = (page: string): string[] =>
      [...blocksOf(page).map(({ text }) => text), ...spansOf(page)].flatMap(
        text =>
          ['defineProvider', 'new GenAIInstrumentation'].flatMap(called =>
            callsOf(text, called)
          )
      );
    const inSpans = (page: string): string[] =>
      spansOf(page)
        .filter(text => options.some(option => text.startsWith(`${option}: `)))
        .map(text => `new GenAIInstrumentation({ ${text} })`);
    const isFine = (call: string): boolean => {
      try {
        const run = runInThisContext(
          `(defineProvider, GenAIInstrumentation, prices) => (${call})`
        ) as (...given: unknown[]) => unknown;
        run(library.defineProvider, instrumentation, {});
        return true;
      } catch (error) {
        // It uses what the lines around it declare, or a file.
        return (
          error instanceof ReferenceError ||
          /ENOENT|cannot be read/.test(String(error))
        );
      }
    };
    assert.ok([...pages.values()].flatMap(calls).length > 8);
    assert.deepEqual(
      unknown(page => [...calls(page), ...inSpans(page)], isFine),
      []
    );
  });

  it('import what the package exports', () => {
    const paths = all(new RegExp(`${name}(/[a-z][\\w.-]*)`, 'g'));
    const isThere = (path: string): boolean =>
      /^\/(?:dist|issues|docs)/.test(path) ||
      `.${path.replace(/\.$/, '')}` in exports;
    assert.deepEqual(unknown(paths, isThere), []);
    const imports = (page: string): string[] =>
      blocksOf(page).flatMap(({ text }) =>
        [
          ...text.matchAll(
            new RegExp(
              `(?:import|const) \\{([^}]*)\\}[^;]*['"]${name}(/slo)?['"]`,
              'g'
            )
          ),
        ].flatMap(([, names = '', path = '']) =>
          names
            .split(',')
            .map(one => one.trim().replace(/ as .*| *:.*/, ''))
            .filter(one => one !== '' && !one.startsWith('type '))
            .map(one => `${one} from .${path}`)
        )
      );
    assert.deepEqual(
      unknown(imports, found => {
        const [one = '', from] = found.split(' from ');
        return one in (from === './slo' ? slo : library);
      }),
      []
    );
  });

  it('name the versions of Node.js and undici that are supported', () => {
    const [, first = '', second = ''] =
      /^\^(\d+\.\d+)\.\d+ \|\| >=(\d+\.\d+)/.exec(engines['node']!)!;
    assert.deepEqual(
      unknown(
        all(/Node\.js (\d+\.\d+\+[^;；。]*)/g),
        text => text.startsWith(`${first}+`) && text.includes(`${second}+`)
      ),
      []
    );
    const majors = Object.keys(devDependencies)
      .flatMap(one => /^undici(\d+)$/.exec(one)?.[1] ?? [])
      .map(Number);
    assert.deepEqual(
      unknown(
        all(/undici (\d+ ?(?:to|–|-|～|至|到) ?\d+)/g),
        text =>
          text.replace(/\D+/g, ' ') ===
          `${Math.min(...majors)} ${Math.max(...majors)}`
      ),
      []
    );
  });

  it('scrape the port that is the default', () => {
    const port = String(sdkDefaults({}, true).prometheusPort);
    assert.deepEqual(
      unknown(all(/127\.0\.0\.1:(9\d{3})\/metrics/g), found => found === port),
      []
    );
  });
});

/** Options of Node.js, Docker, Prometheus and scripts. */
const OF_OTHERS = new Set([
  'profile',
  'permission',
  'allow-net',
  'default-slo-period',
  'storage.tsdb.retention.time',
  'web.enable-otlp-receiver',
]);

function accepts(
  option: { allowed?: readonly string[] } | undefined,
  value: string | undefined
): boolean {
  if (option === undefined) return false;
  const { allowed } = option;
  if (allowed === undefined || value === undefined || /^[A-Z]+$/.test(value))
    return true;
  return value.split(/[,|]/).every(word => allowed.includes(word));
}

/** The calls of a function in a text, each with its balanced parentheses. */
function callsOf(text: string, called: string): string[] {
  return [...text.matchAll(new RegExp(`${called}\\(`, 'g'))].map(
    ({ index }) => {
      let depth = 0;
      let end = index + called.length;
      do {
        if (text[end] === '(') depth++;
        if (text[end] === ')') depth--;
        end++;
      } while (depth > 0 && end < text.length);
      return text.slice(index, end);
    }
  );
}
