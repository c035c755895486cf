// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const root = new URL('../../', import.meta.url).pathname;
const files = readdirSync(join(root, 'src'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter(name => name.endsWith('.ts'))
  .map(name => join('src', name))
  .sort();
const texts = new Map(
  files.map(file => [file, readFileSync(join(root, file), 'utf8')])
);

/** Files that a file imports, types included. */
function importsOf(file: string): string[] {
  return ts
    .preProcessFile(texts.get(file)!)
    .importedFiles.map(({ fileName }) => fileName)
    .filter(name => name.startsWith('.'))
    .map(name => join(dirname(file), name))
    .filter(name => texts.has(name));
}

/** Groups of files that import each other in a circle (Tarjan's strongly connected components). */
function circles(): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    stack.push(file);
    for (const next of importsOf(file)) {
      if (!order.has(next)) visit(next);
      else if (!stack.includes(next)) continue;
      lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of files) if (!order.has(file)) visit(file);
  return found;
}

/** First words of doc comments whose subject a reader has to guess. */
const HIDDEN_SUBJECT =
  /^(?:What|Whatever|Who|Whoever|Whose|Of (?:one|those|all)|Where somebody|Those among)\b/;

describe('the structure of src/', () => {
  it('has no circle of imports, types included', () => {
    assert.deepEqual(circles(), []);
  });

  it('has at most 15 files in a folder, and 10 in the root', () => {
    const counts = new Map<string, number>();
    for (const file of files) {
      const folder = dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const full = [...counts].filter(
      ([folder, count]) => count > (folder === 'src' ? 10 : 15)
    );
    assert.deepEqual(full, []);
  });

  it('has doc comments that begin with their subject', () => {
    const hidden = files.flatMap(file =>
      [...texts.get(file)!.matchAll(/\/\*\*\s*\n?\s*\*?\s*([^\n]*)/g)]
        .map(([, line = '']) => line)
        .filter(line => HIDDEN_SUBJECT.test(line))
        .map(line => `${file}: ${line}`)
    );
    assert.deepEqual(hidden, []);
  });
});
