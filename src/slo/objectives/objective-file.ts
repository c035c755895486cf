// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync, statSync } from 'node:fs';
import type * as Yaml from 'yaml';
import { ownRequire } from '../../own-require.ts';
import type { Objectives } from './objective.ts';
import { ObjectivesError, type Issue } from './objectives-error.ts';
import { resolveObjectives } from './resolve.ts';
import { offsetOf } from './yaml-place.ts';

/** Largest file, in bytes. The application itself parses the YAML, at about 100 kB a second. */
const LARGEST = 256 * 1024;

/**
 * Reads the objectives of a YAML (or JSON) file.
 *
 * @throws ObjectivesError that names file, line and column of every mistake, and what is allowed in its place.
 */
export function loadObjectives(
  path: string,
  /** The option that holds the path; messages name it. */
  option = 'file'
): Objectives {
  let text: string;
  try {
    refuseLarge(statSync(path).size, path);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ObjectivesError) throw error;
    const { code } = error as { code?: unknown };
    const allowed = `a file of objectives, as written by otel-genai slo init; this one cannot be read (${String(code)})`;
    throw new ObjectivesError([{ path: [option], given: path, allowed }]);
  }
  return parseObjectives(text, path);
}

/** Reads the objectives of a YAML (or JSON) text; `name` stands for its path in messages. */
export function parseObjectives(text: string, name = 'slo.yaml'): Objectives {
  refuseLarge(text.length, name);
  const { LineCounter, parseDocument } = ownRequire('yaml') as typeof Yaml;
  const lines = new LineCounter();
  const placed = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // With `silent`, a second document would be ignored.
    logLevel: 'error',
    merge: true,
  });
  const [mistake] = document.errors;
  if (mistake !== undefined) {
    const issue: Issue = {
      path: ['yaml'],
      given: lineAt(text, mistake.pos[0]),
      allowed:
        mistake.code === 'MULTIPLE_DOCS' ? 'one document' : mistake.message,
    };
    throw new ObjectivesError([issue], () => placed(mistake.pos[0]));
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const allowed = error instanceof Error ? error.message : 'plain YAML';
    const issue: Issue = { path: ['yaml'], given: 'an alias', allowed };
    throw new ObjectivesError([issue], () => placed(0));
  }
  if (value === null) {
    const problem =
      'the file is empty; otel-genai slo init writes one to start from';
    throw wholeFile(name, null, problem);
  }
  try {
    return resolveObjectives(value);
  } catch (error) {
    if (!(error instanceof ObjectivesError)) throw error;
    throw new ObjectivesError(error.issues, issue =>
      placed(offsetOf(document.contents, issue))
    );
  }
}

function refuseLarge(size: number, name: string): void {
  if (size <= LARGEST) return;
  const problem = `the file is too large: ${Math.ceil(size / 1024)} kB; the limit is ${LARGEST / 1024} kB. Split it into one file per service`;
  throw wholeFile(name, `${size} bytes`, problem);
}

/** A mistake in the file as a whole. */
function wholeFile(
  name: string,
  given: unknown,
  problem: string
): ObjectivesError {
  const allowed = 'a file of objectives';
  return new ObjectivesError([{ path: [name], given, allowed, problem }]);
}

function lineAt(text: string, offset: number): string {
  if (offset >= text.length) return 'the end of the file';
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = ''] = text.slice(start).split('\n', 1);
  return line.trim();
}
