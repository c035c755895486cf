// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tests whether the path of a target ends with one of many suffixes. This runs for every POST of the process, so the
 * suffixes are a tree of characters, read backwards: most targets are excluded at the first or second character.
 */
export class PathEnds {
  readonly #byLast: readonly (Node | undefined)[];
  /** Beginnings of a variable rest of the path: `/ai/run/@*`. */
  readonly #middles: readonly string[];

  constructor(paths: Iterable<string>) {
    const byLast: (Node | undefined)[] = Array.from({ length: CODES });
    const middles = new Set<string>();
    for (const path of paths) {
      if (path.endsWith('*')) {
        middles.add(path.slice(0, -1));
        continue;
      }
      const last = path.charCodeAt(path.length - 1);
      insert((byLast[last] ??= new Node()), path, path.length - 2);
    }
    this.#byLast = byLast;
    this.#middles = [...middles];
  }

  /** @param target URL or path, with or without a query; one slash at the end of its path is ignored. */
  has(target: string): boolean {
    const end = endOfPath(target);
    let at = end - 1;
    if (at > 0 && target.charCodeAt(at) === SLASH) at--;
    let node = at < 0 ? undefined : this.#byLast[target.charCodeAt(at)];
    while (node !== undefined) {
      if (node.isEnd) return true;
      node = --at < 0 ? undefined : node.before.get(target.charCodeAt(at));
    }
    for (const middle of this.#middles) {
      const start = target.indexOf(middle);
      if (start !== -1 && start < end) return true;
    }
    return false;
  }
}

/** One node of the tree: a character of some suffixes, counted from the end. */
class Node {
  isEnd = false;
  readonly before = new Map<number, Node>();
}

function insert(node: Node, path: string, at: number): void {
  if (at < 0) {
    node.isEnd = true;
    return;
  }
  const code = path.charCodeAt(at);
  let before = node.before.get(code);
  if (before === undefined) {
    before = new Node();
    node.before.set(code, before);
  }
  insert(before, path, at - 1);
}

/** Index of the end of the path in a URL or a target. */
export function endOfPath(target: string): number {
  const query = target.indexOf('?');
  const end = query < 0 ? target.length : query;
  const hash = target.indexOf('#');
  return hash < 0 || hash > end ? end : hash;
}

/** Length of a path that ends at `end`, without a trailing slash. */
export function lengthWithoutSlash(path: string, end: number): number {
  return end > 0 && path.charCodeAt(end - 1) === SLASH ? end - 1 : end;
}

const SLASH = 47;
/** Paths of a URL are ASCII. */
const CODES = 128;
