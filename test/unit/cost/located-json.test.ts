// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  JsonMistake,
  parseLocatedJson,
} from '../../../src/cost/located-json.ts';

describe('parseLocatedJson', () => {
  const texts = [
    '{}',
    '[]',
    ' {"a":[1,-2.5e3,{"b":null}],"c":true,"d":"x\\"\\\\\\u00e9,:{}[]"} ',
    '\ufeff{"a":1}',
    '"alone"',
    '{"":{"":0}}',
    '{"__proto__":{"x":1},"constructor":2}',
  ];
  for (const text of texts) {
    it(`reads ${JSON.stringify(text)} as JSON.parse does`, () => {
      assert.deepEqual(
        parseLocatedJson(text).value,
        JSON.parse(text.replace('\ufeff', ''))
      );
    });
  }

  it('says on which line a member stands', () => {
    const { lineOf } = parseLocatedJson(
      '{\n"a": {\r\n"b c":\n1, "d": [2,\n3]\n}}'
    );
    assert.equal(lineOf([]), 1);
    assert.equal(lineOf(['a']), 2);
    assert.equal(lineOf(['a', 'b c']), 4, 'that of its value');
    assert.equal(lineOf(['a', 'd', '1']), 5);
    assert.equal(lineOf(['a', 'x']), undefined);
  });

  const mistakes: [text: string, line: number, found: string][] = [
    ['', 1, 'the end of the file'],
    ['{\n"a": 1,\n}', 3, '}'],
    ['{"a" 1}', 1, '1'],
    ['{\n"a": 1\n"b": 2}', 3, '"b"'],
    ['{"a": 1', 1, 'the end of the file'],
    ['{"a":\n 01}', 2, '01'],
    ["{\n'a': 1}", 2, "'a'"],
    ['{a: 1}', 1, 'a'],
    ['{"a": "open\n}', 1, '"open'],
    ['[1,\n2,]', 2, ']'],
    ['{}\n{}', 2, '{'],
    ['{"a": 1,\n"a": 2}', 2, '"a"'],
    ['{"a": 1, // remark\n}', 1, '//'],
    ['{"a": NaN}', 1, 'NaN'],
  ];
  for (const [text, line, found] of mistakes) {
    it(`refuses ${JSON.stringify(text)}, and says where`, () => {
      assert.throws(
        () => parseLocatedJson(text),
        (error: unknown) => {
          assert.ok(error instanceof JsonMistake);
          assert.deepEqual(
            { line: error.line, found: error.found },
            { line, found }
          );
          assert.notEqual(error.message, '');
          return true;
        }
      );
    });
  }
});
