// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Builds the programs that are written in Go and are no packages of a distribution, at the versions that the go.mod of
// their folder pins, into .cache/e2e/bin/. `node test/e2e/go/build.mjs` builds all of them; they stay for the next run.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const bin = join(here, '..', '..', '..', '.cache', 'e2e', 'bin');

/** Static targets are enough: without what finds them in clouds it builds much faster. */
const staticTargets = ['-tags=remove_all_sd'];

/**
 * The package to build, as seen from its folder, which is the one of the same name where none is given. Those who
 * have only some time get the first ones.
 */
const programs = {
  jaeger: { source: 'github.com/jaegertracing/jaeger/cmd/jaeger' },
  collector: { source: '.' },
  compose: { source: '.' },
  'grafana-schema': { source: '.' },
  sloth: { source: 'github.com/slok/sloth/cmd/sloth' },
  oslo: { source: 'github.com/OpenSLO/oslo/cmd/oslo' },
  'promtool-3': {
    source: 'github.com/prometheus/prometheus/cmd/promtool',
    folder: 'prometheus-3',
    flags: staticTargets,
  },
  'prometheus-3': {
    source: 'github.com/prometheus/prometheus/cmd/prometheus',
    flags: staticTargets,
  },
};

/**
 * The command of a program, built now unless it is there.
 *
 * @param {keyof typeof programs} name
 * @returns {{ command: string, missing?: undefined } | { command?: undefined, missing: string }}
 */
export function build(name) {
  const { source, folder: own = name, flags = [] } = programs[name];
  const folder = join(here, own);
  const command = join(bin, name);
  const stamp = `${command}.built-from`;
  const wanted = digest(folder, flags);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return { command };
  }
  if (process.env.E2E_BUILD === 'no') {
    return { missing: `${name} is not built (node test/e2e/go/build.mjs)` };
  }
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) {
    return { missing: `${name} needs building, and go is not installed` };
  }
  mkdirSync(bin, { recursive: true });
  console.log(`Building ${name}; the first time this takes minutes.`);
  const start = performance.now();
  // Beside it, then moved: a build that was killed leaves nothing that looks whole.
  const partial = `${command}.${process.pid}`;
  const { status, stderr } = spawnSync(
    'go',
    ['build', '-trimpath', '-ldflags=-s -w', ...flags, '-o', partial, source],
    {
      cwd: folder,
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
      encoding: 'utf8',
    }
  );
  if (status !== 0) {
    const [why] = stderr.trim().split('\n').slice(-1);
    return { missing: `${name} could not be built: ${why}` };
  }
  renameSync(partial, command);
  writeFileSync(stamp, wanted);
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`Built ${name} in ${seconds} s.`);
  return { command };
}

function digest(folder, flags) {
  const hash = createHash('sha256').update(flags.join());
  for (const file of readdirSync(folder).sort()) {
    hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of Object.keys(programs)) {
    const { command, missing } = build(name);
    console.log(command ? `${name} is there` : `SKIPPED ${missing}`);
  }
}
