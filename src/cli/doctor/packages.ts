// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { note, ok, problem, type Finding } from './finding.ts';

/** Allowed versions as in package.json: `^1.9.0`, `>=2 <4`, or alternatives separated by `||`. */
type Range = string;

/** The field `engines` of package.json. */
export const NODE: Range = '^20.19.0 || >=22.15.0';

/** The peers of this package, and what is missing without an optional one. */
export const PEERS: Readonly<
  Record<string, { readonly range: Range; readonly without?: string }>
> = {
  '@opentelemetry/api': { range: '^1.9.0' },
  '@opentelemetry/instrumentation': { range: '>=0.200.0 <1' },
  '@opentelemetry/sdk-node': {
    range: '>=0.200.0 <1',
    without: 'register starts nothing; a setup of your own may do without it',
  },
  '@opentelemetry/sdk-metrics': {
    range: '>=2 <4',
    without: 'no genAIViews() in code',
  },
  '@opentelemetry/instrumentation-undici': {
    range: '>=0.11 <1',
    without: 'no HTTP span below calls by fetch and undici',
  },
  '@opentelemetry/instrumentation-http': {
    range: '>=0.200.0 <1',
    without: 'no HTTP span below calls by node:http',
  },
  '@pydantic/genai-prices': {
    range: '>=0.1.8 <1',
    without: 'the option cost uses only your own prices',
  },
};

/**
 * Checks the version of Node.js, and those of the packages that this package gets if an application in `folder` loads
 * it.
 */
export function examinePackages(folder: string): Finding[] {
  const runtime = within(process.versions.node, NODE)
    ? ok(`Node.js ${process.versions.node}`)
    : problem(`Node.js ${process.versions.node}; allowed: ${NODE}`);
  const installed = realFolder('opentelemetry-instrumentation-genai', folder);
  const peers = Object.entries(PEERS).map(([name, { range, without }]) => {
    const version = versionOf(name, installed) ?? versionOf(name, folder);
    if (version === undefined) {
      return without === undefined
        ? problem(`${name} is not installed: npm install ${name}`)
        : note(`${name} is not installed: ${without}`);
    }
    return within(version, range)
      ? ok(`${name} ${version}`)
      : problem(`${name} ${version}; allowed: ${range}`);
  });
  return [runtime, ...peers];
}

/**
 * The folder that a package is really in, if an application in `folder` can load it. pnpm links packages: the peers of
 * one lie beside its real folder, not beside the application's own packages.
 */
function realFolder(name: string, folder: string): string | undefined {
  try {
    return realpathSync(join(folder, 'node_modules', name));
  } catch {
    const above = dirname(folder);
    return above === folder ? undefined : realFolder(name, above);
  }
}

/** Reads the file rather than resolving it: a package need not export its package.json. */
function versionOf(
  name: string,
  folder: string | undefined
): string | undefined {
  if (folder === undefined) return undefined;
  const file = join(folder, 'node_modules', name, 'package.json');
  try {
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as {
      version?: string;
    };
    return version;
  } catch {
    const above = dirname(folder);
    return above === folder ? undefined : versionOf(name, above);
  }
}

/** Whether a version is allowed; a pre-release counts as the version that it precedes. */
export function within(version: string, range: Range): boolean {
  return range
    .split(' || ')
    .some(either => either.split(' ').every(part => meets(version, part)));
}

function meets(version: string, part: string): boolean {
  const [, sign = '', bound = ''] = /^(\^|>=|<)(.+)$/.exec(part) ?? [];
  if (sign === '<') return compare(version, bound) < 0;
  if (compare(version, bound) < 0) return false;
  return sign !== '^' || numbers(version)[0] === numbers(bound)[0];
}

function compare(one: string, other: string): number {
  const [a, b] = [numbers(one), numbers(other)];
  const at = [0, 1, 2].find(index => (a[index] ?? 0) !== (b[index] ?? 0)) ?? 0;
  return (a[at] ?? 0) - (b[at] ?? 0);
}

function numbers(version: string): number[] {
  return (version.split('-')[0] ?? '').split('.').map(Number);
}
