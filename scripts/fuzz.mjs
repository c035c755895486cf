// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Random and broken bodies against the decoders, the scanners and whole calls.
//   npm run fuzz                              100,000 rounds, a new seed
//   npm run fuzz -- --seed 7 --rounds 2000    the short form
// 1. every stream among the fixtures, cut after every byte, gives the same whole and in slices;
// 2. mutations of the fixtures in random chunks give the same as whole, under any content type, and nothing throws;
// 3. the scanners keep of random objects what JSON.parse reads, in random chunks;
// 4. conversations of a WebSocket, whole and broken, in random chunks give the same as in one, and nothing throws;
// 5. mutations through fetch and node:http, some cut off: the application gets the same with us and without, one span
//    ends for each call, and no call is left open.
// A failure prints the seed, the round and the body, and ends the run with 1.
import { parseArgs } from 'node:util';
import { callsWithMutations } from './fuzz/calls.mjs';
import {
  bodies,
  cutStreams,
  decodeMutated,
  scanRandom,
} from './fuzz/decoders.mjs';
import { readSocket } from './fuzz/sockets.mjs';
import { randomFrom } from '../test/unit/decode/replay.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    rounds: { type: 'string', default: '100000' },
  },
});
const seed = Number(options.seed);
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  throw new Error('--seed and --rounds: whole numbers');
}
console.log(`seed ${seed}, ${rounds} rounds`);
const random = randomFrom(seed);
try {
  const cuts = cutStreams(rounds / 10);
  console.log(`${cuts} cuts of the streams among ${bodies.length} fixtures`);
  for (let round = 0; round < rounds; round++) {
    decodeMutated(random, round);
    scanRandom(random, round);
    readSocket(random, round);
  }
  console.log(
    `${rounds} mutations, ${rounds} random objects and ${rounds} WebSockets`
  );
  const calls = Math.ceil(rounds / 10);
  await callsWithMutations(random, calls);
  console.log(`${calls} calls, plain and watched`);
} catch (error) {
  console.error(`seed ${seed}: ${error.stack}`);
  process.exitCode = 1;
}
