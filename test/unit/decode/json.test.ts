// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { MAX_MEMBER_BYTES } from '../../../src/decode/scan/members.ts';
import { selectMembers } from '../../../src/decode/scan/select.ts';
import { randomFrom, replay, SLICES } from './replay.ts';

describe('JSON bodies', () => {
  const options = { contentType: 'application/json; charset=utf-8' };

  function gives(body: string, values: unknown[]): void {
    for (const slice of SLICES) {
      assert.deepEqual(
        replay(body, options, slice),
        { counted: 0, stream: false, values, done: false, oversize: false },
        `in slices of ${slice}`
      );
    }
  }

  it('gives the one value', () => {
    gives('{"a":"wörld 😀","b":[1,{}]}', [{ a: 'wörld 😀', b: [1, {}] }]);
    gives(' [1,{"a":1}]\r\n', [[1, { a: 1 }]]);
    gives('[]', [[]]);
    gives('\ufeff{"a":1}', [{ a: 1 }]);
    gives('null', [null]);
  });

  it('gives nothing of a body that is empty, cut or broken', () => {
    for (const body of ['', ' ', '\ufeff', '{"a":1', '{"a":1}}', 'x']) {
      gives(body, []);
    }
  });

  it('reads the outline of a body that is too large to be held, in any slices', () => {
    const text = 'x"\\'.repeat(100_000);
    const body = { id: 'a', data: [{ text, n: [1, 2] }], usage: { n: 5 } };
    const whole = JSON.stringify(body);
    for (const slice of [1000, 4096, Infinity]) {
      const { values, oversize } = replay(whole, options, slice);
      assert.deepEqual(
        [values, oversize],
        [[{ ...body, data: [{ text: '', n: [1, 2] }] }], true]
      );
    }
  });

  it('holds a body that is wanted whole, and the outline of one that is a byte longer', () => {
    const body = { text: 'x'.repeat(100_000), n: 1 };
    const whole = JSON.stringify(body);
    const read = (maxBodyBytes: number) => {
      const every = { ...options, everyEvent: true, maxBodyBytes };
      const { values, oversize } = replay(whole, every, 7000);
      return [values, oversize];
    };
    assert.deepEqual(read(whole.length), [[body], false]);
    assert.deepEqual(read(whole.length - 1), [[{ text: '', n: 1 }], true]);
  });
});

describe('selectMembers', () => {
  const wanted = new Set(['model', 'stream', 'n', 'options', '__proto__']);

  /** The same from a string and from bytes, also from the middle of a buffer. */
  function selects(text: string, expected: object, keys = wanted): void {
    const padded = Buffer.from(`"}{${text}"}{,"model":"other"}`);
    const length = Buffer.byteLength(text);
    const array = new Uint8Array(padded.buffer, padded.byteOffset + 3, length);
    assert.deepEqual(selectMembers(text, keys), expected, 'string');
    assert.deepEqual(selectMembers(array, keys), expected, 'bytes');
  }

  it('reads the wanted members of an object, and no others', () => {
    selects(
      '\r\n{ "model" : "gpt-4ö \\"😀\\"" ,\t"x":{"model":"no"},"stream":true,"n":-1.5e2, "y":[["n",{"n":2}]], "options":{"a":[1,"}"]} }',
      {
        model: 'gpt-4ö "😀"',
        stream: true,
        n: -150,
        options: { a: [1, '}'] },
      }
    );
    selects('{"model":null,"n":[]}', { model: null, n: [] });
    selects('{}', {});
    selects('\ufeff {"n":1}', { n: 1 });
  });

  it('jumps over strings with quotes, backslashes and brackets in them', () => {
    for (const inner of ['\\"', '\\\\', '\\\\\\"', '}]{[,:', '\\\\\\\\', '']) {
      selects(`{"a":"${inner}","b":{"${inner}":"${inner}"},"n":1}`, { n: 1 });
    }
  });

  it('takes the last of equal keys', () => {
    selects('{"n":1,"n":2}', { n: 2 });
    selects(`{"n":1,"n":[${'0,'.repeat(MAX_MEMBER_BYTES)}0]}`, { n: null });
  });

  it('does not recognise a key with escapes in it', () => {
    selects('{"mod\\u0065l":"a","n":1}', { n: 1 });
  });

  it('leaves alone what is no object', () => {
    for (const text of ['', ' ', '[{"n":1}]', '"n"', 'n', '1', 'null']) {
      selects(text, {});
    }
  });

  it('gives what came before the text stops making sense', () => {
    for (const rest of [
      ',"model":"cut',
      ',"model":"cut\\"}',
      ',"model":tru}',
      ',"model":}',
      ',"model" "a"}',
      ',"options":{"a":1',
      ',"options":{"a":1]]}',
      ',"stream"',
      ',"stream":',
      ',"stream',
      ',stream:true}',
      ',"a":1 "stream":true}',
      ',',
      ',}',
      '',
    ]) {
      selects(`{"n":1${rest === '' ? ' ' : rest}`, { n: 1 });
    }
  });

  it('does not take a cut number for a whole one', () => {
    selects('{"n":12', {});
    selects('{"n":12 ', { n: 12 });
    selects('{"n":12}', { n: 12 });
  });

  it('reads null for a value above 64 KiB, and reads on after it', () => {
    for (const over of [0, 1]) {
      const text = 'x'.repeat(MAX_MEMBER_BYTES + over - '{"a":""}'.length);
      const options = over === 0 ? { a: text } : null;
      selects(`{"options":{"a":"${text}"},"n":1}`, { options, n: 1 });
      selects(`{"n":1,"options":{"a":"${text}"}}`, { options, n: 1 });
    }
    const model = 'm'.repeat(2 * MAX_MEMBER_BYTES);
    selects(`{"model":"${model}","n":1}`, { model: null, n: 1 });
    selects(`{"n":1,"model":${'1'.repeat(200_000)},"stream":true}`, {
      n: 1,
      model: null,
      stream: true,
    });
  });

  it('treats __proto__ as a key like any other', () => {
    const members = selectMembers('{"__proto__":{"polluted":1},"n":1}', wanted);
    assert.deepEqual(Object.keys(members), ['__proto__', 'n']);
    assert.equal(Object.getPrototypeOf(members), Object.prototype);
    assert.equal(members['polluted'], undefined);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('is not overflowed by deep nesting', () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    selects(`{"a":${deep},"n":1}`, { n: 1 });
    selects(`{"n":1,"a":${'{"a":['.repeat(500_000)}`, { n: 1 });
    const fits = '['.repeat(30_000) + ']'.repeat(30_000);
    assert.equal(
      Array.isArray(selectMembers(`{"n":${fits}}`, wanted)['n']),
      true
    );
  });

  it('scans megabytes in one pass', () => {
    const text = `{"n":1,"image":"${'A'.repeat(8_000_000)}","model":"m"}`;
    selects(text, { n: 1, model: 'm' });
  });

  it('does not throw on what is neither text nor bytes', () => {
    for (const source of [undefined, null, 1, {}, [], new ArrayBuffer(3)]) {
      assert.deepEqual(selectMembers(source as string, wanted), {});
    }
  });

  it('agrees with JSON.parse on random objects (seed 4711)', () => {
    const random = randomFrom(4711);
    const keys = ['model', 'n', 'options', 'other', 'a"b', 'ö', ''];
    function randomValue(depth: number): unknown {
      const kind = random(depth > 3 ? 5 : 7);
      if (kind === 0) return null;
      if (kind === 1) return random(2) === 0;
      if (kind === 2) return (random(2000) - 1000) / 8;
      if (kind < 5) return 'x"\\}{][,:ö😀\n'.slice(random(6), 6 + random(7));
      const values = Array.from({ length: random(4) }, () =>
        randomValue(depth + 1)
      );
      if (kind === 5) return values;
      return Object.fromEntries(
        values.map(value => [keys[random(keys.length)], value])
      );
    }
    const plain = new Set(['model', 'n', 'options', 'ö']);
    for (let run = 0; run < 2000; run++) {
      const entries = Array.from(
        { length: random(6) },
        () => [keys[random(keys.length)] as string, randomValue(0)] as const
      );
      const blank = [' ', '\n', ''][random(3)] as string;
      const text = `{${entries
        .map(
          ([key, value]) =>
            JSON.stringify(key) +
            blank +
            ':' +
            JSON.stringify(value, null, blank)
        )
        .join(blank + ',' + blank)}}`;
      const parsed = Object.entries(
        JSON.parse(text) as Record<string, unknown>
      );
      selects(
        text,
        Object.fromEntries(parsed.filter(([key]) => plain.has(key))),
        plain
      );
    }
  });

  it('never throws on cut and broken text (seed 4712)', () => {
    const random = randomFrom(4712);
    const text = '{"model":"a\\"b","n":[1,{"a":"😀"}],"options":{"x":true}}';
    const whole = JSON.parse(text) as Record<string, unknown>;
    for (let cut = 0; cut < text.length; cut++) {
      const found = selectMembers(text.slice(0, cut), wanted);
      for (const [key, value] of Object.entries(found)) {
        assert.deepEqual(value, whole[key]);
      }
    }
    for (let run = 0; run < 3000; run++) {
      const bytes = Buffer.from(text);
      for (let times = 0; times < 3; times++) {
        bytes[random(bytes.length)] = random(256);
      }
      assert.equal(typeof selectMembers(bytes, wanted), 'object');
      assert.equal(typeof selectMembers(bytes.toString(), wanted), 'object');
    }
  });
});
