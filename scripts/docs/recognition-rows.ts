// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Rows of the tables of recognition: each path, by the kind of host, and how the call is seen.
import type { MustName, Route } from '../../src/dialects/family.ts';
import {
  socketRoutes,
  unknownHostRoutes,
} from '../../src/dialects/registry.ts';
import { usualRoutes } from '../../src/dialects/usual-routes.ts';
import { formatRoutes } from '../../src/recognise/format-routes.ts';
import { providers } from '../../src/recognise/providers.ts';

/** Hosts that nobody named: path, what stands before it, what the body has, and how the call is seen. */
export function unknownHostRows(): string[][] {
  return unknownHostRoutes.map(route => [
    code(route.path),
    route.after === undefined ? '' : code(route.after.source),
    [
      ...namesOf(route.mustName),
      ...(route.mustNotName ?? []).map(name => `no ${code(name)}`),
      ...(route.orHeader === undefined
        ? []
        : [`or the header ${code(route.orHeader)}`]),
      ...(route.mustAnswer === true ? [answerOf(route.asks)] : []),
    ].join(', '),
    `${code(route.provider)} ${seenAs(route)}`,
  ]);
}

/** Hosts of the table of providers, path by path. */
export function knownHostRows(): string[][] {
  return providers.flatMap(({ name, routes: own }) => {
    const routes: readonly Route[] = own ?? usualRoutes;
    if (routes === usualRoutes) return [[code(name), 'the usual ones', '']];
    if (routes === formatRoutes) {
      return [[code(name), 'every format, each at its paths', '']];
    }
    if (routes.length === 0) return [[code(name), 'none', 'left alone']];
    return routes.map(route => [
      code(name),
      `${route.under === undefined ? '' : `${code(route.under)} … `}${code(route.path)}${
        route.after === undefined ? '' : ` behind ${code(route.after.source)}`
      }`,
      [seenAs(route), ...namesOf(route.onlyWith)].join(', with '),
    ]);
  });
}

/** The usual paths, which hosts without routes of their own have. */
export function usualRows(): string[][] {
  return usualRoutes.map(route => [code(route.path), seenAs(route)]);
}

/** Paths of WebSockets, and the provider of a host that nobody named. */
export function socketRows(): string[][] {
  return socketRoutes.map(route => [
    code(route.path),
    route.after === undefined ? '' : code(route.after.source),
    `${code(route.provider)} ${seenAs(route)}`,
  ]);
}

function seenAs({ operation, dialect }: Route): string {
  return `${code(operation)}, format ${code(dialect)}`;
}

function namesOf(names: MustName | undefined): string[] {
  return (names ?? []).map(name =>
    typeof name === 'string' ? code(name) : name.map(code).join(' or ')
  );
}

function answerOf(asks: readonly string[] | undefined): string {
  return asks === undefined
    ? 'and an answer of the format'
    : `and ${asks.map(code).join(' or ')} or an answer of the format`;
}

function code(text: string): string {
  return `\`${text}\``;
}
