// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { alertRoutesOf } from '../../slo/rules/alerts/alert-routes.ts';
import { loadObjectives } from '../../slo/objectives/objective-file.ts';
import { ruleTestsOf } from '../../slo/rule-tests/rule-tests.ts';
import { rulesOf } from '../../slo/rules/rules.ts';
import { EXIT, FILE, OUT, text, type Command } from '../command.ts';
import { writeGenerated, writeOwn, yamlFile } from '../generated-files.ts';

export const RULES = '.rules.yml';
export const TESTS = '.test.yml';

export const sloRules: Command = {
  name: 'slo rules',
  summary:
    'Generates Prometheus rules, their tests, and routes for Alertmanager',
  options: {
    file: FILE,
    out: OUT,
    compat: {
      type: 'boolean',
      help: 'also record ai_api_requests_total, ai_api_errors_total and so on',
    },
    sloth: {
      type: 'boolean',
      help: "also record Sloth's names, for dashboards that read them",
    },
  },
  run(values, { out }) {
    const file = text(values, 'file');
    const folder = text(values, 'out');
    const objectives = loadObjectives(file);
    const rules = rulesOf(objectives, {
      compat: values['compat'] === true,
      sloth: values['sloth'] === true,
    });
    const tests = ruleTestsOf(
      objectives,
      rules,
      name => `../rules/${name}${RULES}`
    );
    const write = (
      what: string,
      ending: string,
      files: readonly { name: string; file: object }[]
    ) => {
      const stale = writeGenerated(
        join(folder, what),
        ending,
        new Map(
          files.map(({ name, file: content }) => [
            name + ending,
            yamlFile(file, content),
          ])
        )
      );
      out(`${join(folder, what)}: ${files.length} files\n`);
      for (const name of stale) out(`${join(folder, what, name)}: removed\n`);
    };
    write('rules', RULES, rules);
    write('tests', TESTS, tests);
    const routes = join(folder, 'alertmanager.yml');
    writeOwn(routes, yamlFile(file, alertRoutesOf(objectives)));
    out(
      `${routes}: routes by tier. Copy them into your Alertmanager, and add your receivers\n`
    );
    out(
      `Add to prometheus.yml: rule_files: ['${join(folder, 'rules')}/*${RULES}']\n`
    );
    return EXIT.ok;
  },
};
