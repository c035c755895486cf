// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { resolveConfig } from '../../config/config.ts';
import { EXIT, type Command, type Values } from '../command.ts';
import { examineDestinations } from './destinations.ts';
import type { Environment, Finding } from './finding.ts';
import { examinePackages } from './packages.ts';
import { probe } from './probe.ts';
import { examineVariables } from './variables.ts';

const MARKS: Readonly<Record<Finding['kind'], string>> = {
  ok: '✔',
  wrong: '✖',
  note: '–',
};

const REGISTER = 'opentelemetry-instrumentation-genai/register';

export const doctor: Command = {
  name: 'doctor',
  summary:
    'Says whether calls are seen here: packages, variables, and a call of its own',
  options: {
    require: {
      type: 'string',
      value: 'MODULE',
      help: `a setup to try instead of ${REGISTER}, as for node`,
    },
    import: {
      type: 'string',
      value: 'MODULE',
      help: 'the same for an ES module',
    },
    slo: {
      type: 'string',
      value: 'FILE',
      help: 'objectives whose boundaries a setup must have, where no variable says so',
    },
  },
  async run(values, { out, environment }) {
    const findings = [
      ...examinePackages(process.cwd()),
      ...examineVariables(environment),
    ];
    const own = values['require'] ?? values['import'];
    // A setup of one's own may send and listen wherever it likes.
    if (own === undefined) {
      findings.push(...(await examineDestinations(environment)));
    }
    const say = (found: readonly Finding[]): void =>
      found.forEach(({ kind, text }) => out(`${MARKS[kind]} ${text}\n`));
    say(findings);
    const flags = flagsOf(values);
    out(`\nnode ${flags.join(' ')} …\n`);
    const seen = await probe(flags, environment, configOf(values, environment));
    say(seen);
    const isWrong = [...findings, ...seen].some(({ kind }) => kind === 'wrong');
    return isWrong ? EXIT.wrong : EXIT.ok;
  },
};

function flagsOf(values: Values): string[] {
  const flags = (['require', 'import'] as const).flatMap(flag => {
    const value = values[flag];
    return typeof value === 'string' ? [`--${flag}`, value] : [];
  });
  return flags.length > 0 ? flags : ['--require', REGISTER];
}

/** What the boundaries must be. A wrong variable has been said before. */
function configOf(values: Values, environment: Environment) {
  const { slo } = values;
  const options = typeof slo === 'string' ? { slo } : {};
  try {
    return resolveConfig(options, environment);
  } catch (error) {
    if (typeof slo === 'string') throw error;
    return resolveConfig({}, {});
  }
}
