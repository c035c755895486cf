// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Where the programs are that scenarios need, under the names that distributions give them.
import { spawnSync } from 'node:child_process';
import { build } from './go/build.mjs';

/** E2E_PROMETHEUS=3 has every scenario meet the one that is built here, whatever the distribution has. */
const prometheus3 = {
  prometheus: { find: () => build('prometheus-3') },
  promtool: { find: () => build('promtool-3') },
};

const programs = {
  prometheus: { commands: ['prometheus'] },
  promtool: { commands: ['promtool'] },
  alertmanager: { commands: ['prometheus-alertmanager', 'alertmanager'] },
  amtool: { commands: ['amtool'] },
  chromium: { commands: ['chromium', 'chromium-browser', 'google-chrome'] },
  jaeger: { find: () => build('jaeger') },
  collector: { find: () => build('collector') },
  compose: { find: () => build('compose') },
  sloth: { find: () => build('sloth') },
  oslo: { find: () => build('oslo') },
  'grafana-schema': { find: () => build('grafana-schema') },
  'prometheus-3': prometheus3.prometheus,
  'promtool-3': prometheus3.promtool,
  ...(process.env.E2E_PROMETHEUS === '3' && prometheus3),
};

const found = new Map();

/**
 * The command of a program, or why there is none.
 *
 * @param {keyof typeof programs} name
 * @returns {{ command: string, missing?: undefined } | { command?: undefined, missing: string }}
 */
export function findProgram(name) {
  if (!found.has(name)) found.set(name, look(programs[name], name));
  return found.get(name);
}

/** The command of a program that a scenario says it needs. */
export function program(name) {
  const { command, missing } = findProgram(name);
  if (missing) throw new Error(missing);
  return command;
}

function look({ commands, find }, name) {
  if (find) return find();
  const command = commands.find(
    candidate =>
      spawnSync(candidate, ['--version'], { stdio: 'ignore' }).status === 0
  );
  return command ? { command } : { missing: `${name} is not installed` };
}
