// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tests whether the path of a target ends with one of many suffixes. This runs for every POST of the process, so the
 * suffixes are a tree of texts, read backwards: most targets are excluded at their last character. It has a node for each
 * place at which suffixes part, not for each character, because a garbage collector visits all of them.
 */
export class PathEnds {
  readonly #byLast: readonly (Node | undefined)[];
  /** Beginnings of a variable rest of the path: `/ai/run/@*`. */
  readonly #middles: readonly string[];

  constructor(paths: Iterable<string>) {
    const all = [...new Set(paths)];
    const ends = all.filter(path => !path.endsWith('*'));
    const roots: (Node | undefined)[] = Array.from({ length: CODES });
    for (const [code, node] of nodesOf(ends)) roots[code] = node;
    this.#byLast = roots;
    this.#middles = all
      .filter(path => path.endsWith('*'))
      .map(path => path.slice(0, -1));
  }

  /** @param target URL or path, with or without a query; one slash at the end of its path is ignored. */
  has(target: string): boolean {
    const end = endOfPath(target);
    let at = lengthWithoutSlash(target, end);
    let node = this.#byLast[target.charCodeAt(at - 1)];
    while (node !== undefined && target.endsWith(node.text, at)) {
      if (node.isEnd) return true;
      at -= node.text.length;
      node = node.before.get(target.charCodeAt(at - 1));
    }
    for (const middle of this.#middles) {
      const start = target.indexOf(middle);
      if (start !== -1 && start < end) return true;
    }
    return false;
  }
}

/** The last characters that some suffixes share. */
interface Node {
  readonly text: string;
  /** One of the suffixes ends here: the longer ones need not be tried. */
  readonly isEnd: boolean;
  /** The rests of the suffixes, by their last character. */
  readonly before: ReadonlyMap<number, Node>;
}

const NOTHING: ReadonlyMap<number, Node> = new Map();

/** The nodes of suffixes, none of which is empty, by their last character. */
function nodesOf(suffixes: readonly string[]): ReadonlyMap<number, Node> {
  const byLast = new Map<number, string[]>();
  for (const suffix of suffixes) {
    const last = suffix.charCodeAt(suffix.length - 1);
    const some = byLast.get(last);
    if (some === undefined) byLast.set(last, [suffix]);
    else some.push(suffix);
  }
  const nodes = new Map<number, Node>();
  for (const [last, some] of byLast) nodes.set(last, nodeOf(some));
  return nodes;
}

/** @param suffixes at least one, with the same last character. */
function nodeOf(suffixes: readonly string[]): Node {
  const text = suffixes.reduce(sharedEnd);
  const isEnd = suffixes.includes(text);
  const rests = suffixes.map(suffix => suffix.slice(0, -text.length));
  return { text, isEnd, before: isEnd ? NOTHING : nodesOf(rests) };
}

function sharedEnd(one: string, other: string): string {
  let length = 0;
  while (
    length < one.length &&
    length < other.length &&
    one.at(-1 - length) === other.at(-1 - length)
  ) {
    length++;
  }
  return one.slice(one.length - length);
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
