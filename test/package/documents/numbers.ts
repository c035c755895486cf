// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { below, root } from './pages.ts';

const sources = below('src', /\.ts$/);

/** The source file whose path ends so. Only the end is given, because files move between rooms. */
function source(end: string): string {
  const found = sources.filter(path => path.endsWith(`/${end}`));
  if (found.length !== 1) throw new Error(`${end}: ${found.length} files`);
  return readFileSync(join(root, found[0]!), 'utf8');
}

/** The number that a pattern captures in a source file. */
export function found(end: string, pattern: RegExp): number {
  const [, number] = pattern.exec(source(end)) ?? [];
  if (number === undefined) throw new Error(`${end} has no ${pattern}`);
  return Number(number.replaceAll('_', ''));
}

/** The value of a constant that its file does not export: a number, or a product of numbers. */
export function constant(end: string, name: string): number {
  const pattern = new RegExp(`const ${name} = ([\\d_]+(?: \\* [\\d_]+)*);`);
  const [, product] = pattern.exec(source(end)) ?? [];
  if (product === undefined) throw new Error(`${end} has no constant ${name}`);
  return product
    .split(' * ')
    .reduce((value, factor) => value * Number(factor.replaceAll('_', '')), 1);
}

const WORDS = new Map([
  [1, 'one'],
  [2, 'two'],
  [3, 'three'],
  [5, 'five'],
  [8, 'eight'],
  [10, 'ten'],
  [100, 'hundred'],
  [1000, 'thousand'],
]);
const PARTS = new Map([
  [1 / 8, 'an eighth'],
  [1 / 4, 'a quarter'],
  [1 / 2, 'half'],
  [3 / 4, 'three quarters'],
]);
const CHINESE = new Map([
  [1 / 4, '四分之一'],
  [1 / 2, '一半'],
  [3 / 4, '四分之三'],
  [2, '两'],
  [3, '三'],
  [5, '五'],
  [100, '一百'],
]);

/** A number without a word stays a number: the claim is then not found, and the test prints it. */
function spelled(words: ReadonlyMap<number, string>, number: number): string {
  return words.get(number) ?? String(number);
}

/** A number as the pages spell it. */
export const word = (number: number): string => spelled(WORDS, number);
export const part = (share: number): string => spelled(PARTS, share);
export const chinese = (number: number): string => spelled(CHINESE, number);
export const kib = (bytes: number): string => `${bytes / 1024} KiB`;
export const mib = (bytes: number): string => `${bytes / 1024 ** 2} MiB`;
/** A share in percent, without binary noise. */
export const percent = (share: number): string =>
  String(Number((share * 100).toPrecision(10)));
