// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { MAX_MEMBER_BYTES } from '../../../src/decode/scan/members.ts';
import { selectMembers } from '../../../src/decode/scan/select.ts';

const bounds = { maxLength: 1000, maxPayloadLength: 200 };
const base64 = Buffer.alloc(900, 0xa5).toString('base64');

/** The member `m` of a body, read from a string and from bytes alike. */
function member(value: unknown, given = bounds): unknown {
  const body = JSON.stringify({ before: 1, m: value, after: 2 });
  const wanted = new Set(['m']);
  const [fromText, fromBytes] = [body, Buffer.from(body)].map(
    source => selectMembers(source, wanted, given)['m']
  );
  assert.deepEqual(fromBytes, fromText);
  return fromText;
}

describe('selectMembers with bounds for payloads', () => {
  it('reads nested values above the usual bound', () => {
    const long = [
      'word '.repeat(MAX_MEMBER_BYTES / 5),
      { 'a "b"': ['\\', '"'] },
    ];
    assert.equal(
      selectMembers(JSON.stringify({ m: long }), new Set(['m']))['m'],
      null
    );
    assert.deepEqual(
      member(long, { maxLength: 1e6, maxPayloadLength: 200 }),
      long
    );
  });

  it('empties base64, and keeps what a data URL says of itself', () => {
    assert.deepEqual(
      member([
        { type: 'text', text: 'What "is" this?' },
        { url: `data:image/png;base64,${base64}` },
        { data: base64, format: 'wav' },
        { text: 'end' },
      ]),
      [
        { type: 'text', text: 'What "is" this?' },
        { url: 'data:image/png;base64,' },
        { data: '', format: 'wav' },
        { text: 'end' },
      ]
    );
    assert.equal(member(base64), '');
  });

  it('empties what is longer than the bound only', () => {
    assert.equal(member('A'.repeat(199)), 'A'.repeat(199));
    assert.equal(member('A'.repeat(200)), '');
  });

  it('takes no words for base64, wherever their blanks are', () => {
    const run = 'A'.repeat(300);
    for (const text of [
      'word '.repeat(100),
      `${run} ${run}`,
      ` ${run}`,
      `${run}\n`,
      '語'.repeat(300),
      '"'.repeat(300),
    ]) {
      assert.equal(member(text), text);
    }
  });

  it('leaves out what is too long without its payloads', () => {
    const words = (length: number): string[] => ['w '.repeat(length / 2 - 2)];
    assert.deepEqual(member(words(1000)), words(1000));
    assert.equal(JSON.stringify(words(1000)).length, 1000);
    assert.equal(member(words(1002)), null);
    assert.deepEqual(member([...words(900), base64]), [...words(900), '']);
  });

  it('tells of a value that is too long', () => {
    let told = 0;
    const telling = { ...bounds, onDropped: () => told++ };
    member(['w '.repeat(400)], telling);
    assert.equal(told, 0);
    member(['w '.repeat(600)], telling);
    assert.equal(told, 2);
  });

  it('reads nothing of a value that was cut off', () => {
    for (const cut of [`{"m":["a","${base64}`, `{"m":"${base64}`]) {
      assert.deepEqual(selectMembers(cut, new Set(['m']), bounds), {});
    }
  });
});
