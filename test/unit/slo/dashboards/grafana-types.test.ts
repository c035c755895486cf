// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import ts from 'typescript';
import type { Dashboard } from '../../../../src/slo/dashboards/dashboard.ts';
import { panelsOf, samples } from './sample-dashboards.ts';

const root = new URL('../../../../', import.meta.url).pathname;
const SDK = '@grafana/grafana-foundation-sdk';

/** Where the options of each kind of panel are defined. */
const PANELS = {
  timeseries: 'timeseries',
  stat: 'stat',
  bargauge: 'bargauge',
  table: 'table',
  heatmap: 'heatmap',
  'state-timeline': 'statetimeline',
};

/** What may be said of single fields, by the id of the property. */
const PROPERTIES: Readonly<Record<string, string>> = {
  unit: 'string',
  decimals: 'number',
  color: 'Dashboards.FieldColor',
  thresholds: 'Dashboards.ThresholdsConfig',
  links: 'Pick<Dashboards.DashboardLink, "title" | "url">[]',
  'custom.width': 'number',
  'custom.fillOpacity': 'number',
  'custom.lineStyle': 'Common.LineStyle',
  'custom.stacking': 'Common.StackingConfig',
  'custom.cellOptions': 'Common.TableColoredBackgroundCellOptions',
};

/** Types as they are in JSON: an enum is its values, and nobody writes methods. */
const PRELUDE = `
import type * as Common from '${SDK}/common';
import type * as Dashboards from '${SDK}/dashboard';
import type * as Prometheus from '${SDK}/prometheus';
${Object.values(PANELS)
  .map(name => `import type * as ${name} from '${SDK}/${name}';`)
  .join('\n')}
type Json<T> = 0 extends 1 & T ? unknown
  : T extends string ? \`\${T}\`
  : T extends number | boolean | null | undefined ? T
  : T extends (infer Item)[] ? Json<Item>[]
  : { [Key in keyof T as T[Key] extends (...args: never) => unknown ? never : Key]: Json<T[Key]> };
`;

const [table] = Object.values(samples[0]!.dashboards).slice(-1);

/** Mistakes that somebody might make, to see that they would be found. */
const WRONG: Readonly<Record<string, Dashboard>> = {
  'a field that is unknown': { ...table!, shade: 'dark' } as Dashboard,
  'a unit that is no text': withFirstPanel(table!, {
    fieldConfig: { defaults: { unit: 1 }, overrides: [] },
  }),
  'a choice that there is not': withFirstPanel(table!, {
    options: { ...panelsOf(table!)[0]!.options, cellHeight: 'huge' },
  }),
};

describe('the dashboards by the types of Grafana', () => {
  let mistakes: Readonly<Record<string, readonly string[]>>;

  before('compiles them', function () {
    this.timeout(120_000);
    const sources = Object.entries(WRONG).map(([what, dashboard]) => [
      what,
      typed(dashboard, 0),
    ]);
    for (const { title, dashboards } of samples) {
      const texts = Object.values(dashboards).map(typed);
      sources.push([title, texts.join('\n')]);
    }
    mistakes = mistakesIn(Object.fromEntries(sources));
  });

  for (const { title } of samples) {
    it(`have known fields only, of the right types: ${title}`, () => {
      assert.deepEqual(mistakes[title], []);
    });
  }

  for (const what of Object.keys(WRONG)) {
    it(`would be refused for ${what}`, () => {
      assert.equal(mistakes[what]!.length, 1);
    });
  }
});

function withFirstPanel(dashboard: Dashboard, changes: object): Dashboard {
  const [first] = panelsOf(dashboard);
  return {
    ...dashboard,
    panels: dashboard.panels.map(panel =>
      panel === first ? { ...panel, ...changes } : panel
    ),
  };
}

/** The dashboard as source text, each part with the type that Grafana gives it. */
function typed(dashboard: Dashboard, index: number): string {
  const lines: string[] = [];
  const say = (type: string, value: unknown) =>
    lines.push(
      `const _${index}_${lines.length}: Json<${type}> = ${JSON.stringify(value)};`
    );
  const { panels, ...whole } = dashboard;
  say("Omit<Dashboards.Dashboard, 'panels'>", whole);
  for (const panel of panels) {
    if (panel.type === 'row') {
      say('Dashboards.RowPanel', panel);
      continue;
    }
    const { targets, options, fieldConfig, ...rest } = panel;
    const { custom, ...defaults } = fieldConfig.defaults;
    const kind = PANELS[panel.type];
    say('Dashboards.Panel', rest);
    for (const target of targets) say('Prometheus.Dataquery', target);
    say(`${kind}.Options`, options);
    say('Dashboards.FieldConfig', defaults);
    if (custom !== undefined) say(`${kind}.FieldConfig`, custom);
    for (const { matcher, properties } of fieldConfig.overrides) {
      say('Dashboards.MatcherConfig', matcher);
      for (const { id, value } of properties) {
        assert.ok(PROPERTIES[id], `nobody knows the type of ${id}`);
        say(PROPERTIES[id], value);
      }
    }
  }
  return lines.join('\n');
}

/** What TypeScript says of each source. */
function mistakesIn(
  sources: Readonly<Record<string, string>>
): Record<string, string[]> {
  const files = new Map(
    Object.values(sources).map((source, index) => [
      `${root}test/unit/slo/dashboards/of-the-test-${index}.ts`,
      PRELUDE + source,
    ])
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = name => files.has(name) || fileExists(name);
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return Object.fromEntries(
    Object.keys(sources).map((name, index) => {
      const file = program.getSourceFile([...files.keys()][index]!);
      const found = ts.getPreEmitDiagnostics(program, file);
      return [
        name,
        found.map(({ messageText }) =>
          ts.flattenDiagnosticMessageText(messageText, '\n')
        ),
      ];
    })
  );
}
