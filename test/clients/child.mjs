// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Runs the scenarios of one client, one after another, and tells the parent what the application saw of each; and,
// when setup.cjs was loaded before, what telemetry came of it.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createDescriber } from './describe.mjs';
import { moduleOf, scenariosOf } from './scenarios.mjs';

const { CLIENT_FOLDER: folder, MOCK_URL: mock, CLIENT: client } = process.env;
const telemetry = globalThis[Symbol.for('test/clients/telemetry')];
const describe = createDescriber(mock);
const loader = await import(pathToFileURL(join(folder, 'load.mjs')).href);
const require = createRequire(join(folder, 'load.mjs'));

/** Some clients never settle when their connection is cut, with us or without. */
const TOO_LONG = 4_000;

const faults = [];
for (const event of ['unhandledRejection', 'uncaughtException', 'warning']) {
  process.on(event, fault => {
    // Said once a process, by whoever is first.
    if (/^(Experimental|Deprecation)Warning$/.test(fault?.name)) return;
    faults.push({ event, fault: describe(fault) });
  });
}

// What takes its time here is no part of the first scenario.
const module = await moduleOf(client);
for (const name of module.packages ?? []) await loader.load(name);
// Only where somebody is there to be told.
if (telemetry !== undefined) await module.prepare?.(loader.load);

for (const scenario of await scenariosOf(client)) {
  const saw = [];
  const outcome = {};
  const startedAt = { at: undefined };
  let firstMs;
  const application = {
    url: `${mock}/${scenario.name}`,
    key: 'mock-key',
    load: loader.load,
    require,
    see: value => saw.push(describe(value)),
    /** The application has the first piece of a stream in its hands. */
    first() {
      firstMs ??= performance.now() - startedAt.at;
    },
    /** Reads a stream to its end and writes down every piece. */
    async read(stream, each) {
      const pieces = [];
      saw.push({ pieces });
      let over = false;
      for await (const piece of stream) {
        application.first();
        if (over) continue;
        pieces.push(describe(piece));
        const wanted = await each?.(pieces.length);
        if (wanted === false) break;
        // How much still comes after an abort is chance.
        over = wanted === 'no more';
      }
    },
  };
  const settled = new Promise(resolve => process.once('message', resolve));
  const body = async () => {
    const over = new AbortController();
    startedAt.at = performance.now();
    try {
      const value = await Promise.race([
        scenario.run(application),
        wait(TOO_LONG, 'hangs', { signal: over.signal }),
      ]);
      outcome.returned = describe(value);
    } catch (error) {
      outcome.thrown = describe(error);
    } finally {
      over.abort();
    }
  };
  await (telemetry === undefined ? body() : telemetry.run(body));
  // What is said too late still belongs to this scenario.
  await wait(15);
  process.send({ settled: scenario.name });
  // A body that nobody reads any more ends when it is collected.
  const collecting = setInterval(globalThis.gc, 200);
  await settled;
  for (let turn = 0; turn < 100 && telemetry?.idle() === false; turn++) {
    await wait(10);
  }
  clearInterval(collecting);
  telemetry?.endOfProcess();
  process.send({
    name: scenario.name,
    transcript: { saw, ...outcome, faults: faults.splice(0) },
    firstMs,
    telemetry: await telemetry?.take(),
  });
}
process.disconnect();
process.exit(0);
