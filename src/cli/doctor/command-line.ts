// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { READY } from './sighting.ts';

const REGISTER = 'opentelemetry-instrumentation-genai/register';
const TYPESCRIPT = /\.[cm]?tsx?$/;
/** An application that does nothing, until the doctor stops it. */
const EMPTY = `setInterval(() => {}, 1000); globalThis[Symbol.for('${READY}')]()`;

/** The command that tries a setup in an empty application. */
export interface SetupCommand {
  readonly command: readonly string[];
  /** The command as a user would write it. */
  readonly shown: string;
  readonly isRegister: boolean;
}

export function setupCommand(
  modules: {
    readonly require: readonly string[];
    readonly import: readonly string[];
  },
  folder: string
): SetupCommand {
  const given = (['require', 'import'] as const).flatMap(flag =>
    modules[flag].map(module => [`--${flag}`, module] as const)
  );
  const flags = given.length > 0 ? given : [['--require', REGISTER] as const];
  const names = flags.map(([, module]) => module);
  const runner =
    names.some(name => TYPESCRIPT.test(name)) && !names.includes('tsx')
      ? runnerIn(folder)
      : undefined;
  const words = (tsx: string | undefined) =>
    [...(tsx === undefined ? [] : [['--import', tsx]]), ...flags].flat();
  return {
    command: [
      process.execPath,
      ...words(runner),
      // An ES module waits for all imports; Node.js 20 starts a CommonJS script while they are loading.
      '--input-type=module',
      '--eval',
      EMPTY,
    ],
    shown: `node ${words(runner && 'tsx').join(' ')} …`,
    isRegister: names.length === 1 && names[0] === REGISTER,
  };
}

/** tsx as the application has it installed; Node.js may run TypeScript without it. */
function runnerIn(folder: string): string | undefined {
  try {
    const require = createRequire(join(folder, 'index.js'));
    return pathToFileURL(require.resolve('tsx')).href;
  } catch {
    return undefined;
  }
}
