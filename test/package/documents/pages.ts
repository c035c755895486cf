// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Installed or made folders have links to each other, and are not gone into. */
const MADE = /^(?:node_modules|dist|\..*)$/;

/** Paths of the files in a folder of the repository. */
export function below(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(
    entry => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return ending.test(path) ? [path] : [];
      return entry.isDirectory() && !MADE.test(entry.name)
        ? below(path, ending)
        : [];
    }
  );
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Pages that people write and users read, by path. Others are made from code, or are about the past. */
export const pages: ReadonlyMap<string, string> = new Map(
  [
    ...readdirSync(root).filter(name => name.endsWith('.md')),
    ...below('docs', /\.md$/),
  ]
    .filter(path => !/CHANGELOG|slo-proof|transcripts|reference\//.test(path))
    .map(path => [path, read(path)])
);

/** Everything that the sources, the generated rules and the examples say. */
export const code = [
  ...below('src', /\.ts$/),
  ...below('slo', /\.(?:ya?ml|json)$/),
  ...below('examples', /\.(?:[cm]?[jt]s|ya?ml|json)$/),
  'package.json',
  'docker-compose.otel.yml',
]
  .map(read)
  .join('\n');

/** Names of files and folders of the repository, whole and by their parts. */
export const files: ReadonlySet<string> = new Set(
  ['src', 'test', 'scripts', 'docs', 'examples', 'bench', 'slo']
    .flatMap(folder => [folder, ...below(folder, /^/)])
    .flatMap(path => path.split(/[/\\]/))
    .flatMap(name => [name, ...name.split('-'), ...name.split('.')])
);

/** Texts in backticks outside of blocks. */
export function spansOf(page: string): string[] {
  const prose = page.replace(/```[^]*?```/g, '').replace(/<!--.*?-->/g, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
}

/** Blocks of code, each with its language. */
export function blocksOf(page: string): { language: string; text: string }[] {
  return [...page.matchAll(/```(\w*)\n([^]*?)```/g)].map(
    ([, language = '', text = '']) => ({ language, text })
  );
}

/** What `find` finds on the pages and `exists` does not know, each with its page. */
export function unknown(
  find: (page: string) => Iterable<string>,
  exists: (found: string) => boolean
): string[] {
  return [...pages].flatMap(([path, page]) =>
    [...new Set(find(page))]
      .filter(found => !exists(found))
      .map(found => `${path}: ${found}`)
  );
}
