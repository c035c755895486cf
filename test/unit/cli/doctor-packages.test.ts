// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { NODE, PEERS, within } from '../../../src/cli/doctor/packages.ts';

const { engines, peerDependencies } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
) as {
  engines: { node: string };
  peerDependencies: Record<string, string>;
};

describe('the versions that the doctor allows', () => {
  it('knows the versions that package.json asks for', () => {
    const ranges = Object.entries(PEERS).map(([name, { range }]) => [
      name,
      range,
    ]);
    assert.deepEqual(Object.fromEntries(ranges), peerDependencies);
    assert.equal(NODE, engines.node);
  });

  for (const [version, range, is] of [
    ['1.9.0', '^1.9.0', true],
    ['1.8.9', '^1.9.0', false],
    ['2.0.0', '^1.9.0', false],
    ['0.200.0-rc.1', '>=0.200.0 <1', true],
    ['1.0.0', '>=0.200.0 <1', false],
    ['0.57.2', '>=0.200.0 <1', false],
    ['3.1.1', '>=2 <4', true],
    ['4.0.0', '>=2 <4', false],
    ['20.19.0', NODE, true],
    ['21.7.0', NODE, false],
    ['22.14.0', NODE, false],
    ['26.0.0', NODE, true],
  ] as const) {
    it(`takes ${version} for ${is ? 'one' : 'none'} of ${range}`, () => {
      assert.equal(within(version, range), is);
    });
  }
});
