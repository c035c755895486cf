// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '../call.ts';
import type { Dialect } from './dialect.ts';

/** One API: where its path ends, and the format there. */
export interface Route<Name extends string = string> {
  /**
   * End of the path, from a slash or a colon on: `/chat/completions`, `:generateContent`. A `*` at its end stands for a
   * rest of the path that differs from call to call: `/ai/run/@*`.
   */
  readonly path: string;
  /** Required beginning of the path, for hosts that offer more than this provider: `/openai/`. */
  readonly under?: string;
  /** Required text right before `path`, where `path` alone is ambiguous; anchored at its end with `$`. */
  readonly after?: RegExp;
  readonly dialect: Name;
  /** Members that the body must have, where something else is asked for at the same path as well. */
  readonly onlyWith?: MustName | undefined;
  /** The operation of calls with a body; responses that are only fetched have their own test (src/recognise/fetched-response.ts). */
  readonly operation: Exclude<Operation, 'fetch_response'>;
}

/** Members that a body must have: each name, and one of each list of names. `model` must be a text. */
export type MustName = readonly (string | readonly string[])[];

/** A route on a host that nobody knows: a gateway, a proxy, a server of one's own. */
export interface UnknownHostRoute extends Route {
  /** The provider that the host is reported as until the user names it. */
  readonly provider: string;
  /**
   * Members that the body must have, because the path could be that of another API: `POST /api/v1/responses` is also
   * what the API of a survey looks like. Default: the path says enough.
   */
  readonly mustName?: MustName | undefined;
  /** Members that the body must not have: those of another API at the same path. */
  readonly mustNotName?: readonly string[] | undefined;
  /** A request header that says as much as those members. */
  readonly orHeader?: string;
  /** Path and request could still be those of another API: a whole answer must have a fact that the format reports. */
  readonly mustAnswer?: boolean;
  /** Members any of which says enough, whatever the answer. */
  readonly asks?: readonly string[];
  /** The body may be a form with a file. */
  readonly form?: boolean;
}

/** A provider: how its calls are known, and its formats. A row of the table, and what `defineProvider` takes. */
export interface Provider<Name extends string = string> {
  /** `gen_ai.provider.name`: the convention's name where it has one. */
  readonly name: string;
  /**
   * Its hosts, each with a port if only that port is meant. `*.` at the beginning stands for one or more labels, any
   * other `*` for a part of one label: `api.example.com`, `*.example.com`, `llm-*.example.com:8443`.
   */
  readonly hosts: readonly string[];
  /** A port that tells the provider on any host. */
  readonly port?: number;
  /** The only format that it speaks, at the usual paths of that format. Default: every format, each at its paths. */
  readonly dialect?: Name;
  /** Its APIs, where they are not the usual ones (src/dialects/usual-routes.ts). The first that fits is taken. */
  readonly routes?: readonly Route<Name>[];
}

/**
 * Everything about formats that belong together, in one registration: `registry.ts` and src/recognise/ are made of these.
 * A family is a folder that can be deleted with its line in `registry.ts`.
 */
export interface Family<Name extends string = string> {
  /** Its formats, by the names that routes and options use. */
  readonly dialects: Readonly<Record<Name, Dialect>>;
  /** Providers that speak them natively, and what else these offer. */
  readonly providers?: readonly Provider[];
  /** Requirements on a call to an unknown host. The first that fits is taken. */
  readonly unknownHosts?: readonly UnknownHostRoute[];
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
