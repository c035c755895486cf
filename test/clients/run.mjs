// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// npm run test:clients [-- client ...]: real client packages against the mock provider. Each client plays its
// scenarios twice, plain and watched; the application must see the same, and the telemetry must say what the mock says.
// GENAI_SCENARIOS, a regular expression, leaves out the others.
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { differences } from './differences.mjs';
import { cache, installClient, nodeFor, root } from './install.mjs';
import { judgeOnce } from './judge-once.mjs';
import { judge } from './judge.mjs';
import { judgeShared } from './judge-shared.mjs';
import { play, requestsOf } from './play.mjs';
import { moduleOf, scenariosOf } from './scenarios.mjs';
import { createTable } from './table.mjs';

const versions = JSON.parse(
  readFileSync(new URL('versions.json', import.meta.url), 'utf8')
);
const asked = process.argv.slice(2);
const clients = Object.entries(versions.clients).filter(
  ([name]) => asked.length === 0 || asked.some(word => name.includes(word))
);

// What is tested must not change below the test: others build here too. Two copies, as two versions in one tree are.
const built = process.env.GENAI_DIST ?? join(root, 'dist');
const dists = [1, 2].map(copy => join(cache, `dist-${process.pid}-${copy}`));
for (const dist of dists) cpSync(built, dist, { recursive: true });

const table = createTable();
const startedAt = performance.now();
try {
  const queue = [...clients];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await tryClient(...next);
    }
  };
  await Promise.all([work(), work()]);
} finally {
  for (const dist of dists) rmSync(dist, { recursive: true, force: true });
}
table.print((performance.now() - startedAt) / 1000);
process.exitCode = table.failed > 0 || table.passed === 0 ? 1 : 0;

async function tryClient(client, row) {
  const { node, skipped: noNode } = await nodeFor(row.node, versions.node);
  const { folder, skipped: noClient } = await installClient(
    row.as ?? client,
    versions.clients[row.as] ?? row
  );
  const skipped = noNode ?? noClient;
  if (skipped !== undefined) {
    table.skip(client, skipped);
    return;
  }
  const module = await moduleOf(client);
  const { environment } = row;
  const player = { client, folder, node, module, environment };
  const copies = dists.slice(0, row.copies ?? 1).join(delimiter);
  // Beside others, what they do to the application is not ours.
  const others = (module.producer || module.once) && {
    ...(row.party && { GENAI_PARTY: row.party }),
  };
  // Who is registered first wraps what the other one wraps.
  const orders = module.once ? ['first', 'last'] : ['first'];
  const [plain, ...plays] = await Promise.all([
    play(player, others),
    ...orders.map(GENAI_ORDER =>
      play(player, { ...others, GENAI_DISTS: copies, GENAI_ORDER })
    ),
  ]);
  for (const { failure } of [plain, ...plays]) {
    if (failure !== undefined) table.fail(client, failure);
  }
  for (const scenario of await scenariosOf(client)) {
    for (const [index, watched] of plays.entries()) {
      const name = scenario.name + (index > 0 ? ', registered last' : '');
      const before = plain.scenarios.get(scenario.name);
      const after = watched.scenarios.get(scenario.name);
      if (before === undefined || after === undefined) {
        table.fail(client, `${name} was not played`);
        continue;
      }
      const { inactive } = row;
      const world = { ...watched, ...module, client, inactive };
      table.add(
        client,
        name,
        {
          ...judgeOf(module)(scenario, after, world),
          unchanged: [
            ...unexpected(client, scenario, before.transcript),
            ...differences(before.transcript, after.transcript),
            ...differences(
              requestsOf(plain, scenario.name),
              requestsOf(watched, scenario.name),
              '.requests'
            ),
          ],
        },
        before.transcript
      );
    }
  }
  table.printClient(client);
}

/** A module may have a judge of its own, where it calls no model. */
function judgeOf({ judge: own, producer, once }) {
  if (own !== undefined) return own;
  if (once) return judgeOnce;
  return producer ? judgeShared : judge;
}

/** A scenario that fails where it should not would compare one failure with another. */
function unexpected(client, { errors = [], hangs }, { thrown, returned }) {
  if (returned === 'hangs' && !hangs?.test(client)) return ['hangs without us'];
  return thrown === undefined || errors.at(-1) !== undefined
    ? []
    : [`threw without us: ${thrown.text ?? JSON.stringify(thrown)}`];
}
