// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ConfigurationError } from './errors.ts';
import type { GenAIInstrumentationConfig } from './options.ts';
import { providersOf } from './provider-option.ts';
import type { ProviderMatcher } from './provider-matcher.ts';
import type { Profile } from './semconv/profile.ts';
import { V1_41 } from './semconv/v1.41.ts';

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

function profileOf(given: unknown): Profile {
  if (given === undefined || given === V1_41.name) return V1_41;
  throw new ConfigurationError('semconv', given, `'${V1_41.name}'`);
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
