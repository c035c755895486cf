// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { framesAbove } from '../stack-frames.ts';

/**
 * Returns the version of the copy of `@opentelemetry/api` that called `callee`: from the package.json of the copy or, if a
 * bundler put the copy into another file, from the version literal that is nearest to the call.
 *
 * @returns undefined if the file cannot be read.
 */
export function callerVersion(callee: () => unknown): string | undefined {
  const [frame = ''] = framesAbove(callee, 1);
  const [, name, line, column] = PLACE.exec(frame) ?? [];
  const file = pathOf(name);
  if (file === undefined) return undefined;
  try {
    return packageVersion(file) ?? literalVersion(file, +line!, +column!);
  } catch {
    return undefined;
  }
}

/** File, line and column of a frame: `name (file:line:column)`, or without a name. */
const PLACE = /^(?:.*? \()?(.+):(\d+):(\d+)\)?$/;

/** Bundlers give evaluated modules their own URLs, which contain the path relative to the working directory. */
function pathOf(name: string | undefined): string | undefined {
  if (!name) return undefined;
  if (name.startsWith('file:')) return fileURLToPath(name);
  return resolve(name.replace(/^[a-z-]+:\/{2,3}(?:\([^)]*\)\/)?/i, ''));
}

function packageVersion(file: string): string | undefined {
  const [folder] = /^.*[\\/]@opentelemetry[\\/]api(?=[\\/])/.exec(file) ?? [];
  if (folder === undefined) return undefined;
  const { version } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8')
  ) as { version?: string };
  return version;
}

function literalVersion(
  file: string,
  line: number,
  column: number
): string | undefined {
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n').slice(0, line - 1);
  const offset = lines.reduce(
    (sum, { length }) => sum + length + 1,
    column - 1
  );
  const distance = ({ index }: RegExpExecArray): number =>
    Math.abs(index - offset);
  const [nearest] = [...text.matchAll(/["'`](1\.\d+\.\d+)["'`]/g)].sort(
    (a, b) => distance(a) - distance(b)
  );
  return nearest?.[1];
}
