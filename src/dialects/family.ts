// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '../call.ts';
import type { Dialect } from './dialect.ts';
import type { TurnDialect } from './turn-dialect.ts';

/** One API: the end of its path, and its format. */
export interface Route<Name extends string = string> {
  /**
   * End of the path, from a slash or a colon on: `/chat/completions`, `:generateContent`. A `*` at its end matches a
   * variable rest of the path: `/ai/run/@*`.
   */
  readonly path: string;
  /** Required beginning of the path, for hosts that offer more than this provider: `/openai/`. */
  readonly under?: string;
  /** Required text right before `path`, if `path` alone is ambiguous; anchored at its end with `$`. */
  readonly after?: RegExp;
  readonly dialect: Name;
  /** Members that the body must have, if the same path is also used for other requests. */
  readonly onlyWith?: MustName | undefined;
  /** The operation of calls with a body; for fetched responses, see src/recognise/fetched-response.ts. */
  readonly operation: Exclude<Operation, 'fetch_response'>;
}

/** Members that a body must have: each name, and one of each list of names. `model` must be a string. */
export type MustName = readonly (string | readonly string[])[];

/** A route on an unknown host: a gateway, a proxy, a self-hosted server. */
export interface UnknownHostRoute extends Route {
  /** The provider that the host is reported as until the user names it. */
  readonly provider: string;
  /**
   * Members that the body must have, because other APIs use such a path: `POST /api/v1/responses` could also be the API of
   * a survey. Default: the path is enough.
   */
  readonly mustName?: MustName | undefined;
  /** Members that the body must not have: those of another API at the same path. */
  readonly mustNotName?: readonly string[] | undefined;
  /** A request header that replaces those members. */
  readonly orHeader?: string;
  /** Path and request could still belong to another API, so a whole answer must contain a fact of the format. */
  readonly mustAnswer?: boolean;
  /** Members of which any one is enough, whatever the answer. */
  readonly asks?: readonly string[];
  /** The body may be a form with a file. */
  readonly form?: boolean;
}

/** The path of a WebSocket with turns. */
export interface SocketRoute extends Route {
  /** The provider that an unknown host is reported as. */
  readonly provider: string;
  readonly turns: TurnDialect;
}

/** A provider: how its calls are recognised, and its formats. A row of the table, and the argument of `defineProvider`. */
export interface Provider<Name extends string = string> {
  /** `gen_ai.provider.name`: the name from the conventions, if they have one. */
  readonly name: string;
  /**
   * Its hosts, with a port if only that port is meant. `*.` at the beginning matches one or more labels, any
   * other `*` a part of one label: `api.example.com`, `*.example.com`, `llm-*.example.com:8443`.
   */
  readonly hosts: readonly string[];
  /** A port that identifies the provider on any host. */
  readonly port?: number;
  /** The only format that it uses, at the usual paths of that format. Default: every format, each at its paths. */
  readonly dialect?: Name;
  /** Its APIs, if they differ from the usual ones (src/dialects/usual-routes.ts). The first that matches is used. */
  readonly routes?: readonly Route<Name>[];
}

/**
 * One registration for formats that belong together; `registry.ts` and src/recognise/ are built from these. To delete a
 * family, delete its folder and its line in `registry.ts`.
 */
export interface Family<Name extends string = string> {
  /** Its formats, by the names that routes and options use. */
  readonly dialects: Readonly<Record<Name, Dialect>>;
  /** Providers that use them natively, with their other APIs. */
  readonly providers?: readonly Provider[];
  /** Requirements on a call to an unknown host. The first that matches is used. */
  readonly unknownHosts?: readonly UnknownHostRoute[];
  /** Paths of its WebSockets. The first that matches is used. */
  readonly sockets?: readonly SocketRoute[];
}

/** Keeps the names of the formats in the type. */
export function defineFamily<Name extends string>(
  family: Family<Name>
): Family<Name> {
  return family;
}

/** Several paths of one API. */
export function routesAt<R extends Route>(
  paths: readonly string[],
  route: Omit<R, 'path'>
): readonly R[] {
  return paths.map(path => ({ path, ...route }) as R);
}
