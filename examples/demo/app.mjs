// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An application that calls language models in every way there is, and knows nothing of telemetry: whatever is
// seen of it was seen by `node --require opentelemetry-instrumentation-genai/register`.
import { setTimeout as wait } from 'node:timers/promises';
import { createCalls } from './calls.mjs';

const PARALLEL = 6;

const calls = createCalls(JSON.parse(process.env.DEMO_TARGETS), {
  failing: process.env.DEMO_FAILING !== 'false',
});
const tally = {
  attempts: 0,
  refused: 0,
  tools: 0,
  turns: 0,
  surprises: [],
  /** What the application got of the first call of each kind. */
  saw: Object.fromEntries(calls.map(({ kind }) => [kind, undefined])),
};

/** Makes one call and compares what the application got with what it should get. */
async function make(call, name) {
  let saw;
  try {
    saw = await call.run(name);
  } catch (error) {
    const { constructor, status, code } = error;
    saw = [constructor.name, status, code].filter(Boolean).join(' ');
  }
  tally.attempts += call.attempts ?? 1;
  tally.refused += call.refused ?? 0;
  tally.tools += call.tools ?? 0;
  tally.turns += call.turns ?? 0;
  tally.saw[call.kind] ??= saw;
  if (!call.sees.test(saw)) {
    tally.surprises.push(`${name}: saw '${saw}', should see ${call.sees}`);
  }
}

/** Every call as often as it says, some of them at the same time. */
async function makeAll() {
  const queue = calls.flatMap(call =>
    Array.from({ length: call.times ?? 1 }, (_, index) => ({ call, index }))
  );
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await make(next.call, `${next.call.kind}#${next.index}`);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

/** Two calls a second, until somebody ends the process: mostly good ones. */
async function trickle() {
  const weighted = calls.flatMap(call => Array(call.times ?? 1).fill(call));
  for (let count = 0; ; count++) {
    const call = weighted[Math.floor(Math.random() * weighted.length)];
    void make(call, `${call.kind}#${count}`);
    await wait(500);
  }
}

if (process.env.DEMO_SERVE === 'true') {
  // The demo that started us is gone: nobody to talk to any more.
  process.once('disconnect', () => process.exit());
  await trickle();
} else {
  await makeAll();
  process.send(tally);
  // The parent reads /metrics while we live; then there is nothing left to do.
  process.once('message', () => process.disconnect());
}
