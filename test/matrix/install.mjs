// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Puts what the matrix runs on into .cache/matrix/: other versions of Node.js, which the npm registry carries as
// packages, and installations of the package beside both lines of OpenTelemetry.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache', 'matrix');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function runNpm(args, cwd) {
  return execFileSync(npm, [...args, '--no-audit', '--no-fund'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Installs `dependencies` into a folder of the cache, unless that is what is in it. */
function installed(name, dependencies) {
  const folder = join(cache, name);
  const stamp = join(folder, 'installed.json');
  const wanted = JSON.stringify(dependencies);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return folder;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies })
  );
  runNpm(['install', '--no-package-lock', '--ignore-scripts'], folder);
  writeFileSync(stamp, wanted);
  return folder;
}

/**
 * The executable of one version of Node.js.
 *
 * @returns undefined where the registry has none for this machine.
 */
export function installNode(major, version) {
  if (process.versions.node.split('.')[0] === major) return process.execPath;
  const { platform, arch } = process;
  const system = platform === 'win32' ? 'win' : platform;
  const name = `node-${system}-${arch}`;
  try {
    const folder = installed(`node-${major}`, { [name]: version });
    const binary = platform === 'win32' ? 'node.exe' : 'node';
    const path = join(folder, 'node_modules', name, 'bin', binary);
    execFileSync(path, ['--version']);
    return path;
  } catch (error) {
    console.error(`SKIPPED Node.js ${major}: ${reason(error)}`);
    return undefined;
  }
}

/** The package as it would be published. */
export function pack(folder = cache) {
  mkdirSync(folder, { recursive: true });
  const packed = runNpm(
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    root
  );
  return join(folder, JSON.parse(packed)[0].filename);
}

/**
 * A folder with one line of OpenTelemetry, the packed package, and the applications of the tests.
 *
 * @returns undefined where it does not install.
 */
export function installLine(line, dependencies, tarball) {
  try {
    const folder = installed(`otel-${line}`, dependencies);
    runNpm(
      [
        'install',
        '--no-save',
        '--no-package-lock',
        '--ignore-scripts',
        tarball,
      ],
      folder
    );
    cpSync(join(root, 'test', 'fixtures', 'apps'), join(folder, 'apps'), {
      recursive: true,
      force: true,
    });
    return folder;
  } catch (error) {
    console.error(`SKIPPED OpenTelemetry ${line}: ${reason(error)}`);
    return undefined;
  }
}

/** The same installation in another folder: Node.js loads a second copy of each package from it. */
export function copyOf(folder, name = 'other') {
  const copy = `${folder}-${name}`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function reason(error) {
  const text = String(error.stderr || error.message);
  return (
    text.split('\n').find(line => /npm error|not found/i.test(line)) ?? text
  );
}
