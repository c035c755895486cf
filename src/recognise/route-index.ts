// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Route } from '../dialects/family.ts';
import { lengthWithoutSlash } from './path-ends.ts';

/** Finds the first route that matches a path; compares only routes with the same last character. */
export class RouteIndex<R extends Route> {
  readonly routes: readonly R[];
  readonly #byLast = new Map<number, R[]>();
  readonly #open: readonly R[];

  constructor(routes: readonly R[]) {
    this.routes = routes;
    this.#open = routes.filter(({ path }) => path.endsWith('*'));
    for (const route of routes) {
      if (route.path.endsWith('*')) continue;
      const last = route.path.charCodeAt(route.path.length - 1);
      const some = this.#byLast.get(last);
      if (some === undefined) this.#byLast.set(last, [route]);
      else some.push(route);
    }
  }

  find(path: string): R | undefined {
    const length = lengthWithoutSlash(path, path.length);
    const some = this.#byLast.get(path.charCodeAt(length - 1));
    return (
      some?.find(route => endsAt(path, length, route)) ??
      this.#open.find(route => hasMiddle(path, route))
    );
  }
}

/** Whether `path`, up to `length`, matches the route. */
function endsAt(path: string, length: number, route: Route): boolean {
  const { path: end, under = '/', after } = route;
  return (
    path.endsWith(end, length) &&
    path.startsWith(under) &&
    (after === undefined || after.test(path.slice(0, length - end.length)))
  );
}

function hasMiddle(
  path: string,
  { path: end, under = '/', after }: Route
): boolean {
  const start = path.indexOf(end.slice(0, -1));
  return (
    start !== -1 &&
    path.startsWith(under) &&
    (after === undefined || after.test(path.slice(0, start)))
  );
}
