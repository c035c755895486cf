// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Span } from '@opentelemetry/api';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';
import { dialectsByName } from './dialects/dialects-by-name.ts';
import { ConfigurationError } from './errors.ts';
import { compileProviders, type ProviderMatcher } from './provider-matcher.ts';
import type { ProviderDefinition } from './providers.ts';
import type { Profile } from './semconv/profile.ts';
import { V1_41 } from './semconv/v1.41.ts';

/** A request as hooks see it: never its body, never its headers. */
export interface GenAIRequestInfo {
  readonly method: string;
  readonly url: URL;
  readonly provider: string;
  readonly operation: string;
}

/** A response as hooks see it. */
export interface GenAIResponseInfo extends GenAIRequestInfo {
  readonly status: number | undefined;
  readonly errorType: string | undefined;
}

/** Options of the instrumentation. Code beats environment beats default; what does not fit is refused. */
export interface GenAIInstrumentationConfig extends InstrumentationConfig {
  /** Version of the GenAI conventions that is emitted. Default `v1.41`. */
  semconv?: 'v1.41';
  /** Hosts of gateways and other providers, and what they speak; they go before the built-in table. Made by `defineProvider`. */
  providers?: readonly ProviderDefinition[];
  /** Attributes that metrics may carry. Default: those of the conventions, without `openai.response.system_fingerprint`. */
  metricAttributes?: readonly string[];
  /** Distinct model names on metrics before the rest become `_OTHER`. Default 50. */
  maxModels?: number;
  /** Record the time between the chunks of a stream, which is one measurement for each. Default true. */
  chunkMetrics?: boolean;
  /** Bound of what is kept to read a request body, or a response that is not a stream, in bytes. Default 4 MiB. */
  maxBodyBytes?: number;
  /** Leaves requests out: no span, no measurement. */
  ignoreRequest?: (request: GenAIRequestInfo) => boolean;
  /** Called when the span has begun. */
  requestHook?: (span: Span, request: GenAIRequestInfo) => void;
  /** Called when the call has ended, before the span ends. */
  responseHook?: (span: Span, response: GenAIResponseInfo) => void;
}

/** Options after validation, with every default filled in. */
export interface ResolvedConfig {
  readonly enabled: boolean;
  readonly profile: Profile;
  readonly providers: ProviderMatcher | undefined;
  readonly metricAttributes: ReadonlySet<string>;
  readonly maxModels: number;
  readonly chunkMetrics: boolean;
  readonly maxBodyBytes: number;
  readonly ignoreRequest: GenAIInstrumentationConfig['ignoreRequest'];
  readonly requestHook: GenAIInstrumentationConfig['requestHook'];
  readonly responseHook: GenAIInstrumentationConfig['responseHook'];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** One option: how it is set, what it is when it is not, and what the README says of it. */
interface OptionRow {
  readonly option: keyof GenAIInstrumentationConfig;
  readonly environment: string;
  readonly default: string;
  readonly meaning: string;
}

/** The options, in the order of the README; scripts/docs.ts makes its table of them. */
export const OPTIONS = [
  {
    option: 'semconv',
    environment: '',
    default: '`v1.41`',
    meaning: 'version of the GenAI conventions that is emitted',
  },
  {
    option: 'providers',
    environment: 'OTEL_INSTRUMENTATION_GENAI_PROVIDERS',
    default: 'the table below',
    meaning:
      'hosts of gateways: `defineProvider(…)` in code, `host[:port]=provider,…` in the environment',
  },
  {
    option: 'metricAttributes',
    environment: '',
    default: "the conventions'",
    meaning: 'allow-list of attributes on metrics',
  },
  {
    option: 'maxModels',
    environment: '',
    default: '50',
    meaning: 'distinct model names on metrics before the rest become `_OTHER`',
  },
  {
    option: 'chunkMetrics',
    environment: '',
    default: '`true`',
    meaning: 'record the time between the chunks of a stream',
  },
  {
    option: 'maxBodyBytes',
    environment: '',
    default: '4 MiB',
    meaning:
      'bound of what is kept to read a request, or a response that is not a stream',
  },
  {
    option: 'ignoreRequest',
    environment: '',
    default: '',
    meaning: 'function that leaves requests out',
  },
  {
    option: 'requestHook',
    environment: '',
    default: '',
    meaning: 'function that sees the span when it begins',
  },
  {
    option: 'responseHook',
    environment: '',
    default: '',
    meaning: 'function that sees the span before it ends',
  },
  {
    option: 'enabled',
    environment: '`OTEL_NODE_DISABLED_INSTRUMENTATIONS` with `genai` in it',
    default: '`true`',
    meaning: 'whether anything is watched at all',
  },
] as const satisfies readonly OptionRow[];

/** Short name of this instrumentation in the SDK's lists of instrumentations. */
const SHORT_NAME = 'genai';

/**
 * Validates the options and fills in the rest. The only place that reads the environment for the instrumentation.
 *
 * @throws ConfigurationError when an option does not fit.
 */
export function resolveConfig(
  config: GenAIInstrumentationConfig = {},
  environment: Environment = process.env
): ResolvedConfig {
  const profile = profileOf(config.semconv);
  return Object.freeze({
    enabled:
      config.enabled ??
      !listed(environment['OTEL_NODE_DISABLED_INSTRUMENTATIONS']),
    profile,
    providers: providersOf(
      config.providers,
      environment['OTEL_INSTRUMENTATION_GENAI_PROVIDERS']
    ),
    metricAttributes: new Set(
      texts('metricAttributes', config.metricAttributes) ??
        profile.metricAttributeNames
    ),
    maxModels: whole('maxModels', config.maxModels, 50, 1),
    chunkMetrics: yesOrNo('chunkMetrics', config.chunkMetrics, true),
    maxBodyBytes: whole('maxBodyBytes', config.maxBodyBytes, 4 * 1024 ** 2, 0),
    ignoreRequest: hook('ignoreRequest', config.ignoreRequest),
    requestHook: hook('requestHook', config.requestHook),
    responseHook: hook('responseHook', config.responseHook),
  });
}

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

function profileOf(given: unknown): Profile {
  if (given === undefined || given === V1_41.name) return V1_41;
  throw new ConfigurationError('semconv', given, `'${V1_41.name}'`);
}

function providersOf(
  given: unknown,
  environment: string | undefined
): ProviderMatcher | undefined {
  if (given === undefined) {
    const definitions = providersFromText(environment ?? '');
    return definitions.length > 0 ? compileProviders(definitions) : undefined;
  }
  if (!Array.isArray(given)) {
    throw new ConfigurationError(
      'providers',
      given,
      'an array of what defineProvider() returns'
    );
  }
  const definitions = given as readonly unknown[];
  definitions.forEach((definition, index) =>
    checkProvider(`providers[${index}]`, definition)
  );
  return compileProviders(definitions as readonly ProviderDefinition[]);
}

/** `host[:port]=provider,…` */
function providersFromText(text: string): ProviderDefinition[] {
  return text
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
    .map(entry => {
      const parts = entry.split('=').map(part => part.trim());
      const [host, name] = parts;
      const definition = { name: name ?? '', hosts: [host ?? ''] };
      if (parts.length !== 2 || !HOST.test(host ?? '') || !NAME.test(name!)) {
        throw new ConfigurationError(
          'OTEL_INSTRUMENTATION_GENAI_PROVIDERS',
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
  if (typeof given !== 'object' || given === null) {
    throw new ConfigurationError(where, given, '{ name, hosts }');
  }
  const { name, hosts, dialect } = given as Partial<ProviderDefinition>;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new ConfigurationError(
      `${where}.name`,
      name,
      'up to 64 letters, digits, dots, dashes and underscores'
    );
  }
  if (!Array.isArray(hosts) || hosts.length === 0) {
    throw new ConfigurationError(`${where}.hosts`, hosts, 'an array of hosts');
  }
  for (const host of hosts as readonly unknown[]) {
    if (typeof host !== 'string' || !HOST.test(host)) {
      throw new ConfigurationError(
        `${where}.hosts`,
        host,
        'a host, `*.` before it for its subdomains, `:port` behind it for one port'
      );
    }
  }
  if (dialect !== undefined && !Object.hasOwn(dialectsByName, dialect)) {
    throw new ConfigurationError(
      `${where}.dialect`,
      dialect,
      Object.keys(dialectsByName).join(', ')
    );
  }
}

function listed(disabled: string | undefined): boolean {
  return (disabled ?? '')
    .split(',')
    .some(name => name.trim().toLowerCase() === SHORT_NAME);
}

function whole(
  option: string,
  given: unknown,
  fallback: number,
  least: number
): number {
  if (given === undefined) return fallback;
  if (Number.isSafeInteger(given) && (given as number) >= least) {
    return given as number;
  }
  throw new ConfigurationError(
    option,
    given,
    `a whole number from ${least} on`
  );
}

function yesOrNo(option: string, given: unknown, fallback: boolean): boolean {
  if (given === undefined) return fallback;
  if (typeof given === 'boolean') return given;
  throw new ConfigurationError(option, given, 'true, false');
}

function texts(option: string, given: unknown): readonly string[] | undefined {
  if (given === undefined) return undefined;
  if (Array.isArray(given) && given.every(item => typeof item === 'string')) {
    return given;
  }
  throw new ConfigurationError(option, given, 'an array of attribute names');
}

function hook<F>(option: string, given: F | undefined): F | undefined {
  if (given === undefined || typeof given === 'function') return given;
  throw new ConfigurationError(option, given, 'a function');
}
