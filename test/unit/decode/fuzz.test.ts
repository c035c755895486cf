// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { firstAndLast, randomFrom, replay } from './replay.ts';

const SEED = 20261122;

interface Expected {
  readonly counted: number;
  readonly values: unknown[];
  readonly done: boolean;
}

/** Reads a whole body the slow way: decodes it, splits it into lines, parses all of it. */
function naiveSse(body: Buffer, everyEvent: boolean): Expected {
  const lines = body
    .toString()
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  const payloads = lines
    .map(line => /^data: ?(.*)$/s.exec(line)?.[1])
    .filter(payload => payload !== undefined);
  return expected(
    payloads,
    lines.at(-1)?.startsWith('data:') === true,
    everyEvent
  );
}

function naiveNdjson(body: Buffer, everyEvent: boolean): Expected {
  const lines = body
    .toString()
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  return expected(lines, true, everyEvent);
}

/** `open`: the last payload has no line end yet. */
function expected(
  payloads: string[],
  open: boolean,
  everyEvent: boolean
): Expected {
  const last = open ? payloads.at(-1) : undefined;
  const events = (open ? payloads.slice(0, -1) : payloads).filter(payload =>
    payload.startsWith('{')
  );
  const counted = events.length;
  if (last?.startsWith('{') === true && parse(last).length > 0) {
    events.push(last);
  }
  return {
    counted,
    values: (everyEvent ? events : firstAndLast(events)).flatMap(parse),
    done: payloads.some(payload => payload.trimEnd() === '[DONE]'),
  };
}

function parse(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

describe(`Random streams (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  const pick = <T>(values: readonly T[]): T =>
    values[random(values.length)] as T;

  function json(index: number): string {
    return JSON.stringify({
      index,
      text: pick(['é世界😀', 'data: {"a":1}', '\\"\n\r', '[DONE]', '']).repeat(
        random(4)
      ),
      usage: index % 5 === 0 ? { n: index } : null,
    });
  }

  function sseBody(): string {
    const lineEnd = pick(['\n', '\r\n']);
    let body = pick(['', '', '\ufeff']);
    for (let index = random(25); index > 0; index--) {
      if (random(5) === 0) body += `: ping ${pick(['', '😀'])}${lineEnd}`;
      if (random(3) === 0) body += `event: delta${lineEnd}`;
      if (random(9) === 0) body += `id: 4${lineEnd}retry: 10${lineEnd}`;
      const payload = random(12) === 0 ? '{"broken":' : json(index);
      body += `data:${pick([' ', ''])}${payload}${lineEnd}`;
      if (random(9) !== 0) body += lineEnd;
      if (random(15) === 0) body += `data: [DONE]${lineEnd}${lineEnd}`;
    }
    return body + pick(['data: [DONE]', `data: [DONE]${lineEnd}`, '', '']);
  }

  function ndjsonBody(): string {
    const lineEnd = pick(['\n', '\r\n']);
    let body = pick(['', '', '\ufeff']);
    for (let index = random(25); index > 0; index--) {
      body += pick([json(index), json(index), '{broken', '', '[1]', '"{}"']);
      body += lineEnd;
    }
    return body;
  }

  /** Cuts bodies and slices them in all ways. */
  function agrees(
    make: () => string,
    contentType: string,
    naive: (body: Buffer, everyEvent: boolean) => Expected
  ): void {
    for (let run = 0; run < 1500; run++) {
      const whole = Buffer.from(make());
      // Not between CR and LF, where the slow way would see a line with CR at its end.
      const cut = random(2) === 0 ? whole.length : random(whole.length + 1);
      const body = whole.subarray(0, whole[cut - 1] === 0x0d ? cut - 1 : cut);
      const everyEvent = random(2) === 0;
      const sizes = [1, 2, 3, 7, 64, 400, Infinity, () => 1 + random(60)];
      for (const size of [pick(sizes), pick(sizes)]) {
        assert.deepEqual(
          replay(body, { contentType, everyEvent }, size),
          { ...naive(body, everyEvent), stream: true, oversize: false },
          `run ${run}: ${JSON.stringify(body.toString())}`
        );
      }
    }
  }

  it('of SSE are read as a naive parser reads them', () => {
    agrees(sseBody, 'text/event-stream', naiveSse);
  });

  it('of NDJSON are read as a naive parser reads them', () => {
    agrees(ndjsonBody, 'application/x-ndjson', naiveNdjson);
  });

  it('of any bytes never throw, and give no more than they hold', () => {
    const alphabet = Buffer.from('data: {}[]",:\r\n\ufeff\u0000xDONE1\\');
    const types = [
      'text/event-stream',
      'application/x-ndjson',
      'application/json',
      undefined,
    ];
    const encodings = [undefined, 'gzip', 'deflate', 'br', 'zstd', 'gzip, br'];
    for (let run = 0; run < 6000; run++) {
      const body = Buffer.from(
        Array.from({ length: random(200) }, () =>
          random(3) === 0
            ? random(256)
            : (alphabet[random(alphabet.length)] ?? 0)
        )
      );
      const { counted, values } = replay(
        body,
        {
          contentType: pick(types),
          contentEncoding: pick(encodings),
          maxBodyBytes: pick([0, 50, 1000]),
          everyEvent: random(2) === 0,
        },
        () => 1 + random(50)
      );
      assert.ok(counted <= body.length);
      assert.ok(values.length <= body.length);
    }
  });
});
