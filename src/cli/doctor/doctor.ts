// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { resolveConfig } from '../../config/config.ts';
import { printable } from '../../errors.ts';
import { sdkDefaults } from '../../setup/environment.ts';
import {
  EXIT,
  text,
  texts,
  UsageError,
  type Command,
  type Values,
} from '../command.ts';
import { HEADER, prometheusOf } from '../prometheus-options.ts';
import {
  objectiveWarnings,
  variableWarnings,
} from '../../config/provider-names.ts';
import { runApplication } from './application.ts';
import { setupCommand } from './command-line.ts';
import { examineDestinations, examineExporters } from './destinations.ts';
import { judge, judgeDestinations } from './evidence.ts';
import {
  MARKS,
  problem,
  summaryOf,
  unknown,
  warning,
  type Environment,
  type Finding,
} from './finding.ts';
import { examineFleet } from './fleet.ts';
import { examinePackages } from './packages.ts';
import { examineVariables } from './variables.ts';

const OBJECTIVES = 'slo.yaml';

export const doctor: Command = {
  name: 'doctor',
  summary:
    'Starts your application or setup, makes two calls in it, and reports whether they are recorded',
  rest: {
    value: '-- COMMAND',
    help: 'the command that starts your application, as in: otel-genai doctor -- node app.js',
  },
  options: {
    require: {
      type: 'string',
      multiple: true,
      value: 'MODULE',
      help: 'a setup to try in an empty application, as given to node [opentelemetry-instrumentation-genai/register]',
    },
    import: {
      type: 'string',
      multiple: true,
      value: 'MODULE',
      help: 'the same for an ES module; a TypeScript file is run with tsx',
    },
    slo: {
      type: 'string',
      value: 'FILE',
      help: 'objectives whose boundaries the application must have',
    },
    prometheus: {
      type: 'string',
      value: 'URL',
      help: 'also compare the boundaries of the processes that this Prometheus scrapes',
    },
    header: HEADER,
    timeout: {
      type: 'string',
      value: 'SECONDS',
      default: '30',
      help: 'how long the application may take to start',
    },
  },
  async run(values, { out, environment }, rest = []) {
    const all: Finding[] = [];
    const say = (found: readonly Finding[]): void => {
      all.push(...found);
      for (const { kind, text } of found) {
        out(`${MARKS[kind]} ${printable(text)}\n`);
      }
    };
    const seconds = secondsOf(text(values, 'timeout'));
    say(examinePackages(process.cwd()));
    say(examineVariables(environment));
    const setup = setupCommand(
      { require: texts(values, 'require'), import: texts(values, 'import') },
      process.cwd()
    );
    // Only register sends and listens where variables say.
    const isRegister = rest.length === 0 && setup.isRegister;
    if (isRegister) say(await examineDestinations(environment));

    const command = rest.length > 0 ? rest : setup.command;
    out(`\n${rest.length > 0 ? rest.join(' ') : setup.shown}\n`);
    const run = await runApplication(command, environment, {
      isEmpty: rest.length === 0,
      limitMs: seconds * 1000,
    });
    const { sighting, errors, ended } = run;
    if (errors !== '') out(`– the application wrote: ${printable(errors)}\n`);
    if (sighting === undefined) {
      const why =
        ended === undefined
          ? `it was not up after ${seconds} seconds; --timeout allows more`
          : `it ended (${ended}) before it had started`;
      say([problem(`the application could not be inspected: ${why}`)]);
    } else {
      say(judge(sighting, configOf(values, environment), environment));
      const { keepSpans } = sdkDefaults(environment);
      say(judgeDestinations(sighting, isRegister && keepSpans));
      if (!isRegister) say(await examineExporters(sighting));
    }
    const { slo } = configOf(values, environment);
    say(
      [
        ...variableWarnings(environment),
        ...(slo === undefined ? [] : objectiveWarnings(slo, environment)),
      ].map(warning)
    );
    say(forgottenObjectives(values, environment));
    if (text(values, 'prometheus') !== '') {
      say(await fleet(values, environment));
    }
    out(`\n${summaryOf(all)}\n`);
    return all.some(({ kind }) => kind === 'problem') ? EXIT.wrong : EXIT.ok;
  },
};

function secondsOf(given: string): number {
  const seconds = Number(given);
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new UsageError(
    `--timeout: ${JSON.stringify(given)} was given; allowed: seconds, as in 30`
  );
}

/** The options whose boundaries the application must have. A wrong variable has been reported before. */
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

/** A file of objectives that the application is not given. */
function forgottenObjectives(
  values: Values,
  environment: Environment
): Finding[] {
  const isGiven =
    values['slo'] !== undefined ||
    (environment['OTEL_INSTRUMENTATION_GENAI_SLO'] ?? '').trim() !== '';
  if (isGiven || !existsSync(OBJECTIVES)) return [];
  return [
    warning(
      `${OBJECTIVES} is here, but no variable gives it to the application: its thresholds may not be boundaries. Set OTEL_INSTRUMENTATION_GENAI_SLO=${OBJECTIVES}; or, if code gives it, check with otel-genai doctor --slo ${OBJECTIVES}`
    ),
  ];
}

async function fleet(
  values: Values,
  environment: Environment
): Promise<Finding[]> {
  try {
    const { prometheus } = prometheusOf(values, new Date());
    return await examineFleet(prometheus, configOf(values, environment));
  } catch (error) {
    return [unknown((error as Error).message)];
  }
}
