// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type CaptureContent, captureContentOf } from './content-option.ts';
import { pricerOf } from '../cost/cost-option.ts';
import { ConfigurationError, unknownName } from '../errors.ts';
import { OPTIONS, type GenAIInstrumentationConfig } from './options.ts';
import { providersOf } from './provider-option.ts';
import type { ProviderMatcher } from '../recognise/matcher.ts';
import { BOTH } from '../semconv/both.ts';
import { LATEST } from '../semconv/latest.ts';
import type { Profile } from '../semconv/profile.ts';
import { V1_41 } from '../semconv/v1.41.ts';
import { loadObjectives } from '../slo/objectives/objective-file.ts';
import type { Objectives } from '../slo/objectives/objective.ts';
import { resolveObjectives } from '../slo/objectives/resolve.ts';
import type { Pricer } from '../telemetry/cost.ts';
import { safeHook } from '../telemetry/hooks.ts';

type HookName =
  'contentHook' | 'ignoreRequest' | 'requestHook' | 'responseHook';

/** A user's hook that neither throws nor returns a promise. */
type Safe<Name extends HookName> =
  | ((
      ...args: Parameters<NonNullable<GenAIInstrumentationConfig[Name]>>
    ) => ReturnType<NonNullable<GenAIInstrumentationConfig[Name]>> | undefined)
  | undefined;

/** Options after validation, with every default filled in. */
export interface ResolvedConfig {
  readonly enabled: boolean;
  readonly profile: Profile;
  readonly providers: ProviderMatcher | undefined;
  readonly metricAttributes: ReadonlySet<string>;
  readonly maxModels: number;
  readonly cost: Pricer | undefined;
  readonly slo: Objectives | undefined;
  readonly chunkMetrics: boolean;
  readonly maxBodyBytes: number;
  readonly duplicates: 'enrich' | 'separate';
  readonly captureContent: CaptureContent;
  readonly contentHook: Safe<'contentHook'>;
  readonly maxContentBytes: number;
  readonly ignoreRequest: Safe<'ignoreRequest'>;
  readonly requestHook: Safe<'requestHook'>;
  readonly responseHook: Safe<'responseHook'>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Short name of this instrumentation in the SDK's lists of instrumentations. */
const SHORT_NAME = 'genai';
const SLO_VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_SLO';

/**
 * Validates the options and fills in the rest. The only place that reads the environment for the instrumentation.
 *
 * @throws ConfigurationError when an option does not fit, ObjectivesError when objectives do not.
 */
export function resolveConfig(
  config: GenAIInstrumentationConfig = {},
  environment: Environment = process.env
): ResolvedConfig {
  refuseUnknown(config);
  const profile = profileOf(
    config.semconv,
    environment['OTEL_SEMCONV_STABILITY_OPT_IN']
  );
  return Object.freeze({
    enabled: yesOrNo(
      'enabled',
      config.enabled,
      !entries(environment['OTEL_NODE_DISABLED_INSTRUMENTATIONS']).includes(
        SHORT_NAME
      )
    ),
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
    cost: pricerOf(config.cost, environment['OTEL_INSTRUMENTATION_GENAI_COST']),
    slo: objectivesOf(config.slo, environment[SLO_VARIABLE]),
    chunkMetrics: yesOrNo('chunkMetrics', config.chunkMetrics, true),
    maxBodyBytes: whole('maxBodyBytes', config.maxBodyBytes, 4 * 1024 ** 2, 0),
    duplicates: oneOf(
      'duplicates',
      config.duplicates,
      ['enrich', 'separate'],
      'enrich'
    ),
    captureContent: oneOf(
      'captureContent',
      config.captureContent,
      ['none', 'span', 'event', 'both'],
      // In code it may be switched off whatever the environment says.
      config.captureContent === undefined
        ? (captureContentOf(
            environment['OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT']
          ) ?? 'none')
        : 'none'
    ),
    contentHook: hook('contentHook', config.contentHook),
    maxContentBytes: whole(
      'maxContentBytes',
      config.maxContentBytes,
      64 * 1024,
      0
    ),
    ignoreRequest: hook('ignoreRequest', config.ignoreRequest),
    requestHook: hook('requestHook', config.requestHook),
    responseHook: hook('responseHook', config.responseHook),
  });
}

const NAMES: readonly string[] = OPTIONS.map(({ option }) => option);

/** Refuses names that are no options, since an option with a slip in its name would silently have no effect. */
function refuseUnknown(config: object): void {
  for (const [name, given] of Object.entries(config)) {
    if (given === undefined || NAMES.includes(name)) continue;
    const message = unknownName('option', name, NAMES);
    throw new ConfigurationError(name, given, NAMES.join(', '), message);
  }
}

const PROFILES: readonly Profile[] = [V1_41, LATEST, BOTH];

/** What the stability list of the SDKs may say of GenAI; other entries are other instrumentations'. */
const OPT_IN: Readonly<Record<string, Profile>> = {
  gen_ai_latest_experimental: LATEST,
  'gen_ai/dup': BOTH,
};

function profileOf(
  given: string | undefined,
  optIn: string | undefined
): Profile {
  if (given === undefined) {
    const chosen = entries(optIn).map(entry => OPT_IN[entry]);
    // Both is what somebody needs who asks for both in two words.
    return chosen.includes(BOTH)
      ? BOTH
      : (chosen.find(profile => profile !== undefined) ?? V1_41);
  }
  const names = PROFILES.map(({ name }) => name);
  const name = oneOf('semconv', given, names, V1_41.name);
  return PROFILES.find(profile => profile.name === name) ?? V1_41;
}

/** A path, or objectives as they are; in code they may be left out whatever the environment says. */
function objectivesOf(
  given: unknown,
  environment: string | undefined
): Objectives | undefined {
  if (given === false || given === null) return undefined;
  if (typeof given === 'string') return loadObjectives(given, 'slo');
  if (given !== undefined) return resolveObjectives(given);
  const path = environment?.trim();
  return path ? loadObjectives(path, SLO_VARIABLE) : undefined;
}

function entries(list: string | undefined): string[] {
  return (list ?? '').split(',').map(entry => entry.trim().toLowerCase());
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

function oneOf<T extends string>(
  option: string,
  given: T | undefined,
  allowed: readonly T[],
  fallback: T
): T {
  if (given === undefined) return fallback;
  if (allowed.includes(given)) return given;
  const names = allowed.map(name => `'${name}'`).join(', ');
  throw new ConfigurationError(option, given, names);
}

function texts(option: string, given: unknown): readonly string[] | undefined {
  if (given === undefined) return undefined;
  if (Array.isArray(given) && given.every(item => typeof item === 'string')) {
    return given;
  }
  throw new ConfigurationError(option, given, 'an array of attribute names');
}

type HookArguments = [...unknown[], { readonly url: URL }];

/** Nobody waits for a hook: an async one would come too late, and its rejection would be the application's. */
function hook<A extends HookArguments, R>(
  option: string,
  given: ((...args: A) => R) | undefined
): ((...args: A) => R | undefined) | undefined {
  if (given === undefined) return undefined;
  // The tag tells async and generator functions apart, bound ones too.
  if (Object.prototype.toString.call(given) !== '[object Function]') {
    throw new ConfigurationError(option, given, 'a function that is not async');
  }
  return safeHook(option, given);
}
