// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Random and broken bodies against the decoders and scanners: see scripts/fuzz.mjs.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createDecoder } from '../../src/decode/decoder.ts';
import { JsonMembers } from '../../src/decode/scan/members.ts';
import { JsonOutline } from '../../src/decode/scan/outline.ts';
import { readFrames } from '../../test/unit/dialects/event-frames-file.ts';

const TYPES = {
  '.sse': 'text/event-stream',
  '.ndjson': 'application/x-ndjson',
  '.frames': 'application/vnd.amazon.eventstream',
  '.json': 'application/json',
};
const fixtures = new URL('../../test/fixtures/wire/', import.meta.url);
export const bodies = readdirSync(fixtures, {
  recursive: true,
  withFileTypes: true,
})
  .filter(file => /^body\.(sse|ndjson|frames|json)$/.test(file.name))
  .map(({ name, parentPath }) => {
    const bytes = readFileSync(`${parentPath}/${name}`);
    return {
      name: `${basename(parentPath)}/${name}`,
      type: TYPES[name.slice(4)],
      bytes: name.endsWith('.frames')
        ? readFrames(bytes.toString()).bytes
        : bytes,
    };
  });

/** Everything that a decoder gives: its counts, early events and end. */
function decode(bytes, contentType, everyEvent, nextSize) {
  const events = [];
  let counted = 0;
  const decoder = createDecoder({
    contentType,
    contentEncoding: undefined,
    maxBodyBytes: 200_000,
    everyEvent,
    readEvery: false,
    early: { onEvent: event => events.push(event) },
  });
  for (let at = 0; at < bytes.length;) {
    const size = nextSize();
    // Each chunk in a buffer of its own that is written over, as an application may do.
    const chunk = Uint8Array.prototype.slice.call(bytes, at, at + size);
    counted += decoder.push(chunk);
    chunk.fill(0x0a);
    at += size;
  }
  const { values, ...rest } = decoder.end();
  return { ...rest, counted, values: [...events, ...values] };
}

function fail(what, bytes, a, b) {
  const lines = [what, bytes.toString(), a, b].map(each =>
    JSON.stringify(each)
  );
  throw new Error(lines.join('\n'));
}

/** Ends the run where a body in slices gives something else than the whole. */
function same(what, bytes, type, everyEvent, sizes) {
  const whole = decode(bytes, type, everyEvent, () => Infinity);
  for (const size of sizes) {
    const sliced = decode(bytes, type, everyEvent, size);
    if (!isDeepStrictEqual(whole, sliced)) fail(what, bytes, whole, sliced);
  }
}

/** Cuts every stream after every byte, or, in the short form, after some. Returns how many cuts. */
export function cutStreams(most) {
  let cuts = 0;
  for (const { name, type, bytes } of bodies) {
    if (type === TYPES['.json']) continue;
    const stride = Math.max(1, Math.floor(bytes.length / most));
    for (let cut = 0; cut <= bytes.length; cut += stride) {
      const what = `${name} cut at ${cut}`;
      same(what, bytes.subarray(0, cut), type, false, [() => 7]);
      cuts++;
    }
    same(name, bytes, type, true, [() => 1, () => 64]);
  }
  return cuts;
}

const ALPHABET = Buffer.from('data: {}[]",:\r\n\\x0-1e"error"');

/** A copy of the beginning of a body, with some bytes changed. */
export function mutated(bytes, random) {
  const copy = Buffer.from(bytes.subarray(0, 1 + random(bytes.length)));
  for (let times = random(6); times > 0; times--) {
    const at = random(copy.length);
    const code = ALPHABET[random(ALPHABET.length)];
    const kind = random(4);
    if (kind === 0) copy[at] = random(256);
    else if (kind === 1) copy[at] = code;
    else if (kind === 2) copy.copy(copy, at, random(copy.length));
    else copy.subarray(at, at + random(20)).fill(code);
  }
  return copy;
}

export const small = bodies.filter(({ bytes }) => bytes.length < 8000);
const types = Object.values(TYPES);

/** One broken body in random chunks: the same as whole, and nothing throws. */
export function decodeMutated(random, round) {
  const body = small[random(small.length)];
  const bytes = mutated(body.bytes, random);
  const type = random(4) === 0 ? types[random(types.length)] : body.type;
  const most = 1 + random(random(2) === 0 ? 200 : 4000);
  const sizes = () => 1 + random(most);
  const what = `round ${round}, ${type}, ${body.name}`;
  same(what, bytes, type, random(2) === 0, [sizes, sizes]);
  for (const scanner of [new JsonOutline(), new JsonMembers(WANTED)]) {
    scanner.push(bytes);
    scanner.end();
  }
}

const WANTED = new Set(['id', 'model', 'usage', 'choices', 'a', 'ö']);
const KEYS = [...WANTED, 'b"', '', 'other'];

function randomValue(random, depth) {
  const kind = random(depth > 4 ? 5 : 8);
  if (kind === 0) return [null, true, -1.5e3, 0][random(4)];
  if (kind < 5) {
    const from = random(6);
    return 'x"\\}{][,:ö😀\n'.slice(from, from + random(8)).repeat(random(3));
  }
  const list = Array.from({ length: random(5) }, () =>
    randomValue(random, depth + 1)
  );
  if (kind === 5) return list.map((_, index) => index);
  if (kind === 6) return list;
  return Object.fromEntries(
    list.map(item => [KEYS[random(KEYS.length)], item])
  );
}

/** One random object in random chunks: the scanners keep of it what JSON.parse reads. */
export function scanRandom(random, round) {
  const object = { ...randomValue(random, 0), id: randomValue(random, 1) };
  const text = JSON.stringify(object, null, random(2));
  const bytes = Buffer.from(text);
  const outline = new JsonOutline();
  const members = new JsonMembers(WANTED);
  const most = 1 + random(random(2) === 0 ? 200 : 4000);
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + random(most);
    outline.push(bytes.subarray(at, end));
    members.push(bytes.subarray(at, end));
    at = end;
  }
  const parsed = JSON.parse(text);
  const wanted = Object.fromEntries(
    Object.entries(parsed).filter(([key]) => WANTED.has(key))
  );
  for (const [scanner, expected] of [
    [outline, parsed],
    [members, wanted],
  ]) {
    const found = scanner.end();
    const what = `round ${round}, ${scanner.constructor.name}`;
    if (!isDeepStrictEqual(found, expected)) fail(what, bytes, found, expected);
  }
}
