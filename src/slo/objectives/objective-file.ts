// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import type * as Yaml from 'yaml';
import { ObjectivesError } from '../../errors.ts';
import { ownRequire } from '../../own-require.ts';
import type { Issue, Path } from './check.ts';
import type { Objectives } from './objective.ts';
import { resolveObjectives } from './resolve.ts';

/**
 * Reads the objectives of a YAML (or JSON) file.
 *
 * @throws ObjectivesError that names file, line and column of every mistake, and what is allowed in its place.
 */
export function loadObjectives(
  path: string,
  /** What the path was given as; messages name it. */
  option = 'file'
): Objectives {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as { code?: unknown };
    const allowed = `a file of objectives, as otel-genai slo init writes one; this one cannot be read (${String(code)})`;
    throw new ObjectivesError([{ path: [option], given: path, allowed }]);
  }
  return parseObjectives(text, path);
}

/** The same of a text; `name` stands for it in messages. */
export function parseObjectives(text: string, name = 'slo.yaml'): Objectives {
  const { LineCounter, parseDocument } = ownRequire('yaml') as typeof Yaml;
  const lines = new LineCounter();
  const placed = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // With `silent` a second document would be passed over.
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
  try {
    return resolveObjectives(value);
  } catch (error) {
    if (!(error instanceof ObjectivesError)) throw error;
    throw new ObjectivesError(error.issues, issue =>
      placed(offsetOf(document.contents, issue))
    );
  }
}

function lineAt(text: string, offset: number): string {
  if (offset >= text.length) return 'the end of the file';
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = ''] = text.slice(start).split('\n', 1);
  return line.trim();
}

/** Where an issue stands: at its value, at its name where that is wrong, or at what it is missing from. */
function offsetOf(root: unknown, { path, given, name }: Issue): number {
  const parent = nodeAt(root, path.slice(0, -1));
  const member = pairOf(parent, path.at(-1));
  const node =
    name === true || given === undefined || given === null
      ? (member?.key ?? parent)
      : (member?.value ?? parent);
  return startOf(node) ?? startOf(parent) ?? 0;
}

function nodeAt(root: unknown, path: Path): unknown {
  let node = root;
  // What is not there stands where the last thing does that is.
  for (const part of path) node = pairOf(node, part)?.value ?? node;
  return node;
}

/** A member of a map, or an item of a list, which has no name. */
function pairOf(
  node: unknown,
  part: string | number | undefined
): { key?: unknown; value: unknown } | undefined {
  const { items } = (node ?? {}) as { items?: readonly unknown[] };
  if (items === undefined || part === undefined) return undefined;
  if (typeof part === 'number') {
    return items[part] === undefined ? undefined : { value: items[part] };
  }
  return (items as { key: { value?: unknown }; value: unknown }[]).find(
    ({ key }) => String(key.value) === part
  );
}

function startOf(node: unknown): number | undefined {
  const { range } = (node ?? {}) as { range?: readonly number[] | null };
  return range?.[0];
}
