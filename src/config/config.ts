// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { diag } from '@opentelemetry/api';
import { type CaptureContent, captureContentOf } from './content-option.ts';
import { pricerOf } from '../cost/cost-option.ts';
import { ConfigurationError, unknownName } from '../errors.ts';
import { OPTIONS, type GenAIInstrumentationConfig } from './options.ts';
import { entries, list, type Environment } from './environment.ts';
import { providersOf } from './provider-option.ts';
import { Settings, type Parse } from './settings.ts';
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
  readonly ownMetrics: boolean;
  readonly maxBodyBytes: number;
  readonly duplicates: 'enrich' | 'separate';
  readonly captureContent: CaptureContent;
  readonly contentHook: Safe<'contentHook'>;
  readonly maxContentBytes: number;
  readonly ignoreRequest: Safe<'ignoreRequest'>;
  readonly requestHook: Safe<'requestHook'>;
  readonly responseHook: Safe<'responseHook'>;
}

/**
 * Validates the options and fills in the rest. The only reader of the environment for the instrumentation.
 *
 * @throws ConfigurationError when an option given in code does not fit, ObjectivesError when its objectives do not.
 */
export function resolveConfig(
  config: GenAIInstrumentationConfig = {},
  environment: Environment = process.env
): ResolvedConfig {
  refuseUnknown(config);
  const settings = new Settings(config, environment);
  const profile = settings.value(
    'semconv',
    profileNamed,
    profileOf(environment),
    lowerCase
  );
  const contentHook = hook('contentHook', config.contentHook);
  return Object.freeze({
    enabled: settings.value('enabled', yesOrNo, !settings.isDisabled, flag),
    profile,
    providers: settings.value('providers', providersOf, undefined),
    metricAttributes: new Set(
      settings.value(
        'metricAttributes',
        texts,
        profile.metricAttributeNames,
        entries
      )
    ),
    maxModels: settings.value('maxModels', wholeFrom(1), 50, number),
    cost: settings.value('cost', pricerOf, undefined),
    slo: settings.value('slo', objectivesOf, undefined),
    chunkMetrics: settings.value('chunkMetrics', yesOrNo, true, flag),
    ownMetrics: settings.value('ownMetrics', yesOrNo, true, flag),
    maxBodyBytes: settings.value(
      'maxBodyBytes',
      wholeFrom(0),
      4 * 1024 ** 2,
      number
    ),
    duplicates: settings.value('duplicates', duplicatesOf, 'enrich', lowerCase),
    captureContent:
      config.contentHook !== undefined && contentHook === undefined
        ? 'none'
        : settings.value('captureContent', captureContentOf, 'none'),
    contentHook,
    maxContentBytes: settings.value(
      'maxContentBytes',
      wholeFrom(0),
      64 * 1024,
      number
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

/** The options among `config` that exist, and one message for each that does not. */
export function knownOptions(
  config: GenAIInstrumentationConfig
): readonly [known: GenAIInstrumentationConfig, problems: string[]] {
  const isKnown = ([name]: [string, unknown]): boolean => NAMES.includes(name);
  const given = Object.entries(config);
  return [
    Object.fromEntries(given.filter(isKnown)),
    given
      .filter(entry => !isKnown(entry))
      .map(([name]) => unknownName('option', name, NAMES)),
  ];
}

const PROFILES: readonly Profile[] = [V1_41, LATEST, BOTH];

/** Entries of the SDK's stability list that concern GenAI. Other entries belong to other instrumentations. */
const OPT_IN: Readonly<Record<string, Profile>> = {
  gen_ai_latest_experimental: LATEST,
  'gen_ai/dup': BOTH,
};

function profileOf(environment: Environment): Profile {
  const chosen = list(environment, 'OTEL_SEMCONV_STABILITY_OPT_IN').map(
    entry => OPT_IN[entry.toLowerCase()]
  );
  // If both words are given, `gen_ai/dup` wins, because it includes the other one.
  return chosen.includes(BOTH)
    ? BOTH
    : (chosen.find(profile => profile !== undefined) ?? V1_41);
}

const profileNamed: Parse<Profile> = (given, name) => {
  const names = PROFILES.map(profile => profile.name);
  const profile =
    PROFILES.find(one => one.name === given) ?? OPT_IN[String(given)];
  return profile ?? refuseWord(name, given, names);
};

/** A path, objectives as they are, or `false` for none. */
const objectivesOf: Parse<Objectives | undefined> = (given, name) => {
  if (given === false || given === null) return undefined;
  if (typeof given !== 'string') return resolveObjectives(given);
  const isOff = ['', 'false'].includes(given.trim().toLowerCase());
  return isOff ? undefined : loadObjectives(given.trim(), name);
};

const wholeFrom =
  (least: number): Parse<number> =>
  (given, name) => {
    if (Number.isSafeInteger(given) && (given as number) >= least)
      return given as number;
    throw new ConfigurationError(
      name,
      given,
      `a whole number from ${least} on`
    );
  };

const yesOrNo: Parse<boolean> = (given, name) => {
  if (typeof given === 'boolean') return given;
  throw new ConfigurationError(name, given, 'true, false');
};

const DUPLICATES = ['enrich', 'separate'] as const;
const duplicatesOf: Parse<(typeof DUPLICATES)[number]> = (given, name) =>
  DUPLICATES.find(word => word === given) ??
  refuseWord(name, given, DUPLICATES);

function refuseWord(
  name: string,
  given: unknown,
  allowed: readonly string[]
): never {
  const words = allowed.map(word => `'${word}'`).join(', ');
  throw new ConfigurationError(name, given, words);
}

const texts: Parse<readonly string[]> = (given, name) => {
  if (Array.isArray(given) && given.every(item => typeof item === 'string')) {
    return given;
  }
  throw new ConfigurationError(name, given, 'an array of attribute names');
};

/** Parse texts of variables and files. A text of another kind is returned unchanged, for the message. */
const lowerCase = (text: string): string => text.toLowerCase();
const number = (text: string): unknown =>
  /^\d+$/.test(text) ? Number(text) : text;
const flag = (text: string): unknown =>
  ({ true: true, false: false })[text.toLowerCase()] ?? text;

type HookArguments = [...unknown[], { readonly url: URL }];

/**
 * Hooks are not awaited: an async one would finish too late, and its rejection would reach the application. It is
 * reported and not used, which harms neither the application nor the telemetry.
 */
function hook<A extends HookArguments, R>(
  option: string,
  given: ((...args: A) => R) | undefined
): ((...args: A) => R | undefined) | undefined {
  if (given === undefined) return undefined;
  const allowed = 'a function that is not async';
  if (typeof given !== 'function') {
    throw new ConfigurationError(option, given, allowed);
  }
  // The tag tells async and generator functions apart, bound ones too.
  if (Object.prototype.toString.call(given) === '[object Function]') {
    return safeHook(option, given);
  }
  const { message } = new ConfigurationError(option, given, allowed);
  const cost = option === 'contentHook' ? '; no content is captured' : '';
  diag.error(`${message}. The hook is not used${cost}.`);
  return undefined;
}
