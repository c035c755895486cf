// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The same program as a CommonJS and as an ES module: both kinds of the package read YAML, which neither loads before. */
const PROGRAM = `
  const objectives = slo.loadObjectives('slo/slo.yaml');
  const other = await theOther();
  console.log(JSON.stringify({
    names: Object.keys(slo).filter(name => name !== 'default').sort(),
    rules: slo.rulesOf(objectives).map(({ name }) => name),
    taken: other.resolveObjectives(objectives) === objectives,
    counted: await counted(slo, other),
  }));
  async function counted(one, another) {
    await one.withOperation('both', () => 1);
    return another.localWindow('both').total;
  }
`;
const NAME = 'opentelemetry-instrumentation-genai/slo';
const KINDS = {
  commonjs: `(async () => {
    const slo = require('${NAME}');
    const theOther = () => import('${NAME}');
    ${PROGRAM}
  })();`,
  module: `
    import { createRequire } from 'node:module';
    import * as slo from '${NAME}';
    const theOther = async () => createRequire(process.cwd() + '/')('${NAME}');
    ${PROGRAM}`,
};

describe('the door ./slo', () => {
  for (const [kind, program] of Object.entries(KINDS)) {
    it(`is the same for a ${kind}, and of one mind with the other kind`, () => {
      const said = execFileSync(
        process.execPath,
        [`--input-type=${kind}`, '--eval', program],
        { cwd: root, encoding: 'utf8' }
      );
      assert.deepEqual(JSON.parse(said), {
        names: [
          'EXPORTS',
          'ObjectivesError',
          'boundariesOf',
          'collectReport',
          'dashboardsOf',
          'genAIViews',
          'htmlReport',
          'loadObjectives',
          'localWindow',
          'markdownReport',
          'parseObjectives',
          'resolveObjectives',
          'ruleTestsOf',
          'rulesOf',
          'tableReport',
          'withOperation',
        ],
        rules: [
          'availability',
          'latency',
          'errors',
          'first-words',
          'answer-question',
          'throughput',
          'spend',
          '_report',
          '_causes',
        ],
        taken: true,
        counted: 1,
      });
    });
  }
});
