// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { alertRoutesOf } from '../../slo/rules/alerts/alert-routes.ts';
import { loadObjectives } from '../../slo/objectives/objective-file.ts';
import { ruleTestsOf } from '../../slo/rule-tests/rule-tests.ts';
import { rulesOf } from '../../slo/rules/rules.ts';
import {
  EXIT,
  FILE,
  OUT,
  text,
  texts,
  UsageError,
  type Command,
} from '../command.ts';
import { prometheusRules } from '../../slo/export/prometheus-rule.ts';
import { writeGenerated, writeOwn, yamlFile } from '../generated-files.ts';

export const RULES = '.rules.yml';
export const TESTS = '.test.yml';
const PROMETHEUS_RULES = '.prometheusrule.yml';

/** Forms in which the rules are written, beside their tests. */
const FORMATS = ['rule-file', 'prometheus-rule'];

export const sloRules: Command = {
  name: 'slo rules',
  summary:
    'Generates Prometheus rules, their tests, and routes for Alertmanager',
  options: {
    file: FILE,
    out: OUT,
    format: {
      type: 'string',
      default: 'rule-file',
      value: 'FORMAT',
      allowed: FORMATS,
      help: 'prometheus-rule: also write them as PrometheusRule objects of Kubernetes',
    },
    label: {
      type: 'string',
      multiple: true,
      value: 'NAME=VALUE',
      help: 'a label of those objects, as in release=kube-prometheus-stack',
    },
    'no-keep-firing': {
      type: 'boolean',
      help: 'leave out keep_firing_for, which vmalert supports from 1.92 on; without it, an alert fires once for each burst',
    },
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
    const labels = labelsOf(texts(values, 'label'));
    const objectives = loadObjectives(file);
    const rules = rulesOf(objectives, {
      compat: values['compat'] === true,
      sloth: values['sloth'] === true,
      keepFiring: values['no-keep-firing'] !== true,
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
    if (text(values, 'format') === 'prometheus-rule') {
      const { service } = objectives;
      write(
        'prometheus-rules',
        PROMETHEUS_RULES,
        prometheusRules(service, rules, labels)
      );
    }
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

function labelsOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map(label => {
      const [, name, value] = LABEL.exec(label) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw new UsageError(
        `--label: ${JSON.stringify(label)} was given; allowed: NAME=VALUE, valid as a Kubernetes label, as in release=kube-prometheus-stack`
      );
    })
  );
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
const LABEL =
  /^((?:[a-z0-9][a-z0-9.-]*\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)=((?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?)$/;
