// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '../call.ts';
import { dialectsByName } from '../dialects/registry.ts';
import { ConfigurationError } from '../errors.ts';
import {
  compileProviders,
  type ProviderMatcher,
} from '../recognise/matcher.ts';
import { readYaml } from './file-section.ts';
import type { ProviderDefinition, Route } from '../recognise/providers.ts';

/**
 * Names a provider, and the hosts under which it is reached, for the option `providers`.
 *
 * @throws ConfigurationError when a name, a host or a dialect does not fit.
 */
export function defineProvider(
  definition: ProviderDefinition
): ProviderDefinition {
  checkProvider('defineProvider', definition);
  return Object.freeze({ ...definition });
}

/** The hosts that the user named: definitions, `host=provider,…`, or the path of a YAML file of definitions. */
export function providersOf(
  given: unknown,
  name: string
): ProviderMatcher | undefined {
  const found = typeof given === 'string' ? readProviders(given, name) : given;
  if (!Array.isArray(found)) {
    throw new ConfigurationError(
      name,
      given,
      'an array of what defineProvider() returns, host=provider,…, or the path of a YAML file with a list of them'
    );
  }
  const definitions = name === 'providers' ? found : found.map(withPatterns);
  definitions.forEach((definition: unknown, index) =>
    checkProvider(`${name}[${index}]`, definition)
  );
  return definitions.length > 0
    ? compileProviders(definitions as readonly ProviderDefinition[])
    : undefined;
}

function readProviders(text: string, name: string): unknown {
  if (!/\.(?:ya?ml|json)$/i.test(text)) return providersFromText(text, name);
  let file: unknown;
  try {
    file = readYaml(text);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw new ConfigurationError(
      name,
      text,
      `a YAML file of providers; this one cannot be read (${code ?? message})`
    );
  }
  const { providers } = (file ?? {}) as { providers?: unknown };
  return Array.isArray(file) ? file : providers;
}

/** Files have no regular expressions: `after` is the text of one there. */
function withPatterns(definition: unknown): unknown {
  const { routes } = (definition ?? {}) as { routes?: unknown };
  if (!Array.isArray(routes)) return definition;
  return {
    ...(definition as object),
    routes: routes.map((route: unknown) => {
      const { after } = (route ?? {}) as { after?: unknown };
      return typeof after === 'string'
        ? { ...(route as object), after: new RegExp(after) }
        : route;
    }),
  };
}

/** `host[:port]=provider,…` */
function providersFromText(text: string, option: string): ProviderDefinition[] {
  return text
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
    .map(entry => {
      const parts = entry.split('=').map(part => part.trim());
      const [host, name] = parts;
      const definition = { name: name ?? '', hosts: [host ?? ''] };
      if (parts.length !== 2 || !isHost(host) || !isName(name)) {
        throw new ConfigurationError(
          option,
          entry,
          'host=provider or host:port=provider, separated by commas'
        );
      }
      return definition;
    });
}

const NAME = /^[a-z0-9][\w.-]{0,63}$/i;
const HOST = /^(?:\*\.)?[\w*.-]+(?::\d{1,5})?$|^\[[0-9a-f:.]+\](?::\d{1,5})?$/i;

function checkProvider(where: string, given: unknown): void {
  const { name, hosts, port, dialect, routes, ...others } =
    objectOf<ProviderDefinition>(where, given, '{ name, hosts }');
  refuseUnknown(where, others, PROVIDER_KEYS);
  check(`${where}.name`, name, isName, 'up to 64 letters, digits, . _ -');
  for (const host of listOf(`${where}.hosts`, hosts, 'an array of hosts')) {
    check(`${where}.hosts`, host, isHost, HOSTS_ALLOWED);
  }
  if (port !== undefined) {
    check(`${where}.port`, port, isPort, 'a whole number from 1 to 65535');
  }
  if (dialect !== undefined) {
    check(`${where}.dialect`, dialect, isDialect, DIALECTS.join(', '));
  }
  if (routes !== undefined) {
    listOf(`${where}.routes`, routes, 'an array of routes').forEach(
      (route, index) => checkRoute(`${where}.routes[${index}]`, route)
    );
  }
}

function checkRoute(where: string, given: unknown): void {
  const { path, under, after, dialect, onlyWith, operation, ...others } =
    objectOf<Route>(where, given, '{ path, dialect, operation }');
  refuseUnknown(where, others, ROUTE_KEYS);
  check(`${where}.path`, path, isEnd, 'the end of a path, from / or : on');
  if (under !== undefined) {
    check(`${where}.under`, under, isPath, 'a path that begins with /');
  }
  if (after !== undefined) {
    check(`${where}.after`, after, isStateless, 'a RegExp without g and y');
  }
  check(`${where}.dialect`, dialect, isDialect, DIALECTS.join(', '));
  for (const member of onlyWith === undefined
    ? []
    : listOf(`${where}.onlyWith`, onlyWith, 'an array of members')) {
    check(`${where}.onlyWith`, member, isText, 'names of members of the body');
  }
  check(`${where}.operation`, operation, isOperation, OPERATIONS.join(', '));
}

const PROVIDER_KEYS = ['name', 'hosts', 'port', 'dialect', 'routes'];
const ROUTE_KEYS = [
  'path',
  'under',
  'after',
  'dialect',
  'onlyWith',
  'operation',
];
const DIALECTS = Object.keys(dialectsByName);
const OPERATIONS: readonly string[] = [
  'chat',
  'text_completion',
  'embeddings',
  'generate_content',
  'invoke_agent',
  'rerank',
  'moderation',
] satisfies Operation[];
const HOSTS_ALLOWED =
  'a host, `*.` before it for its subdomains, `:port` after it for one port';

const isText = (value: unknown): value is string => typeof value === 'string';
const isName = (value: unknown): boolean => isText(value) && NAME.test(value);
const isHost = (value: unknown): boolean => isText(value) && HOST.test(value);
const isPath = (value: unknown): boolean =>
  isText(value) && /^\/\S*$/.test(value);
const isEnd = (value: unknown): boolean =>
  isText(value) && /^[/:]\S*$/.test(value);
/** Other expressions keep a position, and may match differently the next time. */
const isStateless = (value: unknown): boolean =>
  value instanceof RegExp && !value.global && !value.sticky;
const isPort = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) > 0 && (value as number) < 65536;
const isDialect = (value: unknown): boolean =>
  isText(value) && DIALECTS.includes(value);
const isOperation = (value: unknown): boolean =>
  isText(value) && OPERATIONS.includes(value);

function check(
  where: string,
  given: unknown,
  fits: (value: unknown) => boolean,
  allowed: string
): void {
  if (!fits(given)) throw new ConfigurationError(where, given, allowed);
}

function refuseUnknown(
  where: string,
  others: Readonly<Record<string, unknown>>,
  known: readonly string[]
): void {
  for (const name in others) {
    throw ConfigurationError.unknownKey(where, name, others[name], known);
  }
}

/** The members of an object, each of which may be anything yet. */
function objectOf<T>(
  where: string,
  given: unknown,
  allowed: string
): { [K in keyof T]?: unknown } {
  check(
    where,
    given,
    value => typeof value === 'object' && value !== null,
    allowed
  );
  return given as { [K in keyof T]?: unknown };
}

function listOf(
  where: string,
  given: unknown,
  allowed: string
): readonly unknown[] {
  check(
    where,
    given,
    value => Array.isArray(value) && value.length > 0,
    allowed
  );
  return given as readonly unknown[];
}
