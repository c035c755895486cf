// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Memory and counts over many calls: `npm run soak` (`-- --short` for CI).
//   1. Chats and streams in one process, 200 at once: the heap after a collection grows no faster with us than without us
//      (slopes of straight lines through the second half of the samples, two standard errors; the short form allows for
//      code that is still being optimised), and there are as many spans and durations as calls.
//   2. Streams that stay open: what each of them keeps on the heap and in buffers with us, beyond the same streams with a
//      span that was made with the SDK by hand.
// The process ends with 1 where one of them does not hold.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    calls: { type: 'string' },
    streams: { type: 'string' },
    open: { type: 'string' },
  },
});
const size = (name, long, short) =>
  Number(options[name] ?? (options.short ? short : long));
const plan = {
  calls: size('calls', 1_000_000, 4_000),
  streams: size('streams', 100_000, 400),
  // Enough of them that code compiled meanwhile, a hundred kilobytes or two, does not count as theirs.
  open: size('open', 10_000, 4_000),
  concurrency: 200,
};
/**
 * In so few calls as those of the short form code is still being optimised, which keeps some bytes. A call that was not
 * let go would keep more than a thousand.
 */
const MAX_WARMING_BYTES = options.short ? 500 : 0;
/** Of ours, for each stream that is open. */
const MAX_OPEN_BYTES = 4096;

const here = name => fileURLToPath(new URL(name, import.meta.url));

function start(file, task) {
  const child = fork(here(file), [], {
    execArgv: ['--expose-gc', '--max-semi-space-size=16'],
    env: { ...process.env, SOAK_TASK: JSON.stringify(task) },
  });
  const answer = new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', code => reject(new Error(`${file} ended with ${code}`)));
  });
  return { child, answer };
}

let passed = 0;
let failed = 0;
function judge(holds, text) {
  console.log(`${holds ? '✔' : '✖'} ${text}`);
  if (holds) passed++;
  else failed++;
}

const server = start('soak/server.mjs', {});
const { url } = await server.answer;

const task = { kind: 'many', url, ...plan };
const plain = await start('soak/client.mjs', { ...task, watched: false })
  .answer;
const many = await start('soak/client.mjs', { ...task, watched: true }).answer;
const slope = many.slope - plain.slope;
const error = 2 * Math.hypot(many.error, plain.error);
judge(
  slope <= error + MAX_WARMING_BYTES,
  `heap over ${plan.calls} chats and ${plan.streams} streams: ${slope.toFixed(2)} ± ${error.toFixed(2)} bytes a call with us beyond ${plain.slope.toFixed(2)} without us`
);
const made = plan.calls + plan.streams;
judge(
  many.spans === made && many.durations === made && many.active === 0,
  `${made} calls: ${many.spans} spans, ${many.durations} durations, ${many.active} still active`
);

const open = { kind: 'open', url, count: plan.open };
const without = await start('soak/client.mjs', { ...open, watched: false })
  .answer;
const watched = await start('soak/client.mjs', { ...open, watched: true })
  .answer;
const each = (watched.bytes - without.bytes) / plan.open;
judge(
  each <= MAX_OPEN_BYTES,
  `${plan.open} open streams: ${each.toFixed(0)} bytes each with us (allowed: ${MAX_OPEN_BYTES}), beside ${(without.bytes / plan.open).toFixed(0)} of the stream and a span made by hand`
);

server.child.disconnect();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
