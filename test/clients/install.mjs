// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Puts the clients into .cache/clients/, one folder for each, so that versions do not meet, and beside them a newer
// Node.js for those that need one: the npm registry carries it as a package.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const cache = join(root, '.cache', 'clients');

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Loads a package as the code of this folder would, whichever kind of module it is. */
const LOADER = 'export const load = name => import(name);\n';

const installing = new Map();

/**
 * Installs a client, unless it is there.
 *
 * @param {string} name of the folder
 * @returns its folder, or why there is none.
 */
export function installClient(name, { packages }) {
  if (!installing.has(name)) installing.set(name, installNow(name, packages));
  return installing.get(name);
}

async function installNow(name, packages) {
  const folder = join(cache, name.replaceAll(' ', '-'));
  try {
    await install(folder, packages);
    await writeFile(join(folder, 'load.mjs'), LOADER);
    return { folder };
  } catch (error) {
    return { skipped: `does not install: ${reasonOf(error)}` };
  }
}

/** By version: several rows ask for the same one at once, and one installation would remove the other's files. */
const nodes = new Map();

/** @returns the executable of a Node.js that is at least `major`, or why there is none. */
export async function nodeFor(major, version) {
  const running = Number(process.versions.node.split('.')[0]);
  if (major === undefined || running >= major)
    return { node: process.execPath };
  if (!nodes.has(version)) nodes.set(version, installNode(version));
  const { node, reason } = await nodes.get(version);
  return reason === undefined
    ? { node }
    : { skipped: `needs Node.js ${major}, which does not install: ${reason}` };
}

/** @returns the executable, or the reason why there is none. */
async function installNode(version) {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const folder = join(cache, `node-${version}`);
  try {
    await install(folder, { [name]: version });
    const node = join(folder, 'node_modules', name, 'bin', file);
    await promisify(execFile)(node, ['--version']);
    return { node };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

async function install(folder, packages) {
  const stamp = join(folder, 'installed.json');
  const wanted = JSON.stringify(packages);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: packages })
  );
  if (Object.keys(packages).length > 0) {
    await promisify(execFile)(
      npm,
      ['install', '--ignore-scripts', '--no-audit', '--no-fund'],
      { cwd: folder, maxBuffer: 2 ** 24 }
    );
  }
  await writeFile(stamp, wanted);
}

function reasonOf({ stderr, message }) {
  const text = String(stderr || message);
  return text.split('\n').find(line => /npm error/.test(line)) ?? text;
}
