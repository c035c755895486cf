// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Ends of paths, by the code of their last character: a request is compared with the few that share it. */
export type PathEnds = readonly (readonly string[] | undefined)[];

/** Leaves out the ends that another one is the end of. */
export function compilePathEnds(paths: readonly string[]): PathEnds {
  const ends: string[][] = Array.from({ length: CODES }, () => []);
  for (const path of new Set(paths)) {
    const isCovered = paths.some(
      other => other !== path && path.endsWith(other)
    );
    if (!isCovered) ends[path.charCodeAt(path.length - 1)]?.push(path);
  }
  return ends.map(some => (some.length > 0 ? some : undefined));
}

/** Whether `target`, up to `end`, ends like one of them. Every request of the process pays for this. */
export function endsWithOneOf(
  target: string,
  end: number,
  ends: PathEnds
): boolean {
  const some = end > 0 ? ends[target.charCodeAt(end - 1)] : undefined;
  if (some === undefined) return false;
  for (let index = 0; index < some.length; index++) {
    if (target.endsWith(some[index]!, end)) return true;
  }
  return false;
}

/** Paths of a URL are ASCII. */
const CODES = 128;
