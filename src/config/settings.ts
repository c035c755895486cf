// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { diag } from '@opentelemetry/api';
import { isDisabled, read, type Environment } from './environment.ts';
import { fileSection } from './file-section.ts';
import {
  OPTIONS,
  variableOf,
  type GenAIInstrumentationConfig,
} from './options.ts';
import { unknownName } from '../errors.ts';

/** Turns a value into what the option holds; throws where it does not fit. `name` is how messages call it. */
export type Parse<T> = (given: unknown, name: string) => T;

/** Short name of this instrumentation in lists of instrumentations and in configuration files. */
const SHORT_NAME = 'genai';

let reporter = (problem: string): void => diag.warn(problem);

/** Reports mistakes in the environment or a file somewhere other than to `diag`. */
export function reportSettingsTo(next: (problem: string) => void): void {
  reporter = next;
}

/**
 * The options as code, a configuration file and the environment give them, in this order. A mistake in code throws. A
 * mistake outside of it is reported in one line and leaves its option at the default, since it must cost neither the
 * application nor the other options.
 */
export class Settings {
  private readonly config: GenAIInstrumentationConfig;
  private readonly environment: Environment;
  private readonly section: Readonly<Record<string, unknown>>;

  constructor(config: GenAIInstrumentationConfig, environment: Environment) {
    this.config = config;
    this.environment = environment;
    this.section = this.readSection();
  }

  /** @param fromText Reads what a variable holds, or a text in the file, before it is parsed. */
  value<T, F>(
    option: keyof GenAIInstrumentationConfig,
    parse: Parse<T>,
    fallback: F,
    fromText: (text: string) => unknown = text => text
  ): T | F {
    const given = this.config[option];
    if (given !== undefined) return parse(given, option);
    const [name, outside] = this.outside(option);
    if (outside === undefined) return fallback;
    try {
      return parse(
        typeof outside === 'string' ? fromText(outside) : outside,
        name
      );
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      reporter(
        `${text.replaceAll('\n', '; ')}. The option ${option} stays at its default until ${name} is corrected; everything else works.`
      );
      return fallback;
    }
  }

  /** Whether the environment switches the instrumentation off. */
  get isDisabled(): boolean {
    return isDisabled(this.environment, SHORT_NAME);
  }

  private outside(
    option: keyof GenAIInstrumentationConfig
  ): readonly [name: string, value: unknown] {
    const inFile = this.section[option];
    if (inFile !== undefined && inFile !== null) {
      return [`${SHORT_NAME}.${option}`, inFile];
    }
    const variable = variableOf(option);
    return [variable ?? option, variable && read(this.environment, variable)];
  }

  private readSection(): Readonly<Record<string, unknown>> {
    const path = read(this.environment, 'OTEL_CONFIG_FILE');
    if (path === undefined) return {};
    const names = OPTIONS.map(({ option }) => option as string);
    const section: Record<string, unknown> = {};
    try {
      const found = fileSection(path, this.environment, SHORT_NAME);
      for (const [key, value] of Object.entries(found)) {
        const name = key.replace(/_([a-z])/g, (_, letter: string) =>
          letter.toUpperCase()
        );
        if (names.includes(name)) section[name] = value;
        else reporter(`${path}: ${unknownName('option', key, names)}`);
      }
    } catch {
      // The SDK reports a file that cannot be read.
    }
    return section;
  }
}
