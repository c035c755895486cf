// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(root + file, 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  homepage: string;
  bugs: { url: string };
  repository: { type: string; url: string };
  exports: object;
  bin: Record<string, string>;
};

/** Every text below a member, however deep. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value as object).flatMap(textsOf);
}

describe('the packed package', () => {
  let files: readonly string[];
  before(() => {
    const answer = execFileSync(
      'npm',
      ['pack', '--dry-run', '--json', '--ignore-scripts'],
      { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
    );
    const [packed] = JSON.parse(answer) as { files: { path: string }[] }[];
    files = packed!.files.map(({ path }) => path);
  });

  it('has the code, its declarations, and what a reader opens first', () => {
    const kinds = new Set(
      files.map(path =>
        path.startsWith('dist/')
          ? path.replace(/^(dist\/\w+\/).*?((?:\.d\.ts|\.js|\.\w+)?)$/, '$1*$2')
          : path.startsWith('docs/')
            ? 'docs/*'
            : path
      )
    );
    kinds.delete('docs/*');
    assert.deepEqual([...kinds].sort(), [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'SECURITY.md',
      'dist/cjs/*.d.ts',
      'dist/cjs/*.js',
      'dist/cjs/*.json',
      'dist/esm/*.d.ts',
      'dist/esm/*.js',
      'package.json',
      'slo/slo.schema.json',
    ]);
  });

  it('has every file that package.json names', () => {
    const named = [...textsOf(manifest.exports), ...textsOf(manifest.bin)];
    const missing = named
      .map(path => path.replace(/^\.\//, ''))
      .filter(path => !files.includes(path));
    assert.deepEqual(missing, []);
  });

  it('has every file that one of its own imports, and one set of declarations', () => {
    const missing: string[] = [];
    for (const file of files.filter(path => path.startsWith('dist/'))) {
      if (file.endsWith('.json')) continue;
      const isDeclaration = file.endsWith('.d.ts');
      const paths = read(file).matchAll(
        /(?:from |import\(|require\(|^import )["'](\.[^"']+)["']/gm
      );
      for (const [, path] of paths) {
        const at = posix.join(posix.dirname(file), path!);
        const target = isDeclaration ? at.replace(/\.[jt]s$/, '.d.ts') : at;
        if (!files.includes(target)) missing.push(`${file}: ${path}`);
      }
    }
    assert.deepEqual(missing, []);
    const declarations = files.filter(path =>
      /^dist\/esm.*\.d\.ts$/.test(path)
    );
    assert.deepEqual(declarations, [
      'dist/esm/index.d.ts',
      'dist/esm/slo/index.d.ts',
    ]);
  });

  it('has comments in its declarations and none in its code', () => {
    assert.match(read('dist/cjs/config/options.d.ts'), /\/\*\* Limit of /);
    const commented = files
      .filter(path => /^dist\/.*\.js$/.test(path))
      .filter(path => /^\s*\/\*\*/m.test(read(path)));
    assert.deepEqual(commented, []);
  });

  it('has a program that a shell can start', () => {
    for (const path of Object.values(manifest.bin)) {
      assert.ok(read(path).startsWith('#!/usr/bin/env node\n'), path);
    }
  });
});

describe('the addresses of the project', () => {
  // The field repository is the one place that says it; all others repeat it.
  const { type, url } = manifest.repository;
  const [, home = ''] = /^git\+(https:\/\/\S+)\.git$/.exec(url) ?? [];

  it('agree with the field repository of package.json', () => {
    assert.equal(type, 'git');
    assert.ok(URL.canParse(home), url);
    assert.equal(manifest.homepage, `${home}#readme`);
    assert.equal(manifest.bugs.url, `${home}/issues`);
  });

  for (const page of [
    'README.md',
    'README.zh-CN.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
  ]) {
    if (!existsSync(root + page)) continue;
    it(`agree with it in ${page}`, () => {
      const name = posix.basename(home);
      const links = read(page).matchAll(
        new RegExp(`https://[\\w.-]+/[\\w.-]+/${name}`, 'g')
      );
      const elsewhere = [...links]
        .map(([link]) => link)
        .filter(link => link !== home && !link.includes('npmjs'));
      assert.deepEqual(elsewhere, []);
    });
  }
});
