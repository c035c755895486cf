// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Issue, Path } from './objectives-error.ts';

/**
 * Offset of a mistake in its YAML text: of the value, of the name if that is wrong, or of the parent of a missing
 * member.
 */
export function offsetOf(root: unknown, { path, given, name }: Issue): number {
  const parent = nodeAt(root, path.slice(0, -1));
  const member = pairOf(parent, path.at(-1));
  const node =
    name === true || given === undefined || given === null
      ? (member?.key ?? parent)
      : (member?.value ?? parent);
  return startOf(node) ?? startOf(parent) ?? 0;
}

/** The node at a path, or the last one before the path ends. */
function nodeAt(root: unknown, path: Path): unknown {
  let node = root;
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
