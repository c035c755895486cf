// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { LABELS } from '../sli/metric-names.ts';

/** Variables at the head of a dashboard. */
export type Variable = DataSourceVariable | QueryVariable | CustomVariable;

interface VariableBase {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
}

/** The choice of Prometheus. */
interface DataSourceVariable extends VariableBase {
  readonly type: 'datasource';
  readonly query: 'prometheus';
}

/** Values of a label. */
export interface QueryVariable extends VariableBase, Choice {
  readonly type: 'query';
  readonly datasource: DataSourceRef;
  readonly query: { readonly query: string; readonly refId: string };
  readonly definition: string;
  /** 2: asked for again when the time range changes. */
  readonly refresh: 2;
  /** 1: by alphabet. */
  readonly sort: 1;
}

/** Fixed values. */
export interface CustomVariable extends VariableBase {
  readonly type: 'custom';
  readonly query: string;
  readonly multi: boolean;
  readonly includeAll: boolean;
  readonly allValue?: string;
  readonly current: Option;
  readonly options: readonly Option[];
}

interface Choice {
  readonly multi: true;
  readonly includeAll: true;
  readonly allValue: '.*';
  readonly current: Option;
}

interface Option {
  readonly text: string;
  readonly value: string;
  readonly selected: boolean;
}

export interface DataSourceRef {
  readonly type: 'prometheus';
  readonly uid: string;
}

/** The Prometheus that is chosen. */
export const DATASOURCE: DataSourceRef = {
  type: 'prometheus',
  uid: '${datasource}',
};

const ALL: Option = { text: 'All', value: '$__all', selected: true };

export const datasourceVariable: DataSourceVariable = {
  name: 'datasource',
  label: 'Data source',
  type: 'datasource',
  query: 'prometheus',
};

/**
 * Variables that select the calls of a dashboard. Each offers the values that the selector and the variables before it
 * leave.
 */
export function callVariables(selector: string): QueryVariable[] {
  const chosen: Record<string, string> = {};
  return CALLS.map(([name, title, label, description]) => {
    const within = narrowed(selector, chosen);
    chosen[label] = name;
    return values(name, title, label, within, { description });
  });
}

const CALLS: readonly (readonly [
  name: string,
  title: string,
  label: string,
  description?: string,
])[] = [
  [
    'cluster',
    'Cluster',
    'cluster',
    'The label cluster, which Thanos, Mimir and the like add; without it there is only All.',
  ],
  [
    'job',
    'Job',
    'job',
    'A process that both sends OTLP and is scraped may appear twice: choose one.',
  ],
  ['instance', 'Instance', 'instance'],
  ['provider', 'Provider', LABELS.provider],
  ['model', 'Model', LABELS.model],
];

/** Chooses among the clusters that record the series of a selector. */
export function clusterVariable(selector: string): QueryVariable {
  const [[name, title, label, description] = ['', '', '']] = CALLS;
  return values(name, title, label, selector, { description });
}

/** Objectives by name: one of them, or any. */
export function objectiveVariable(
  names: readonly string[],
  { any }: { readonly any: boolean }
): CustomVariable {
  const options = names.map((name, index) => ({
    text: name,
    value: name,
    selected: !any && index === 0,
  }));
  const [first] = options;
  return {
    name: 'slo',
    label: 'Objective',
    type: 'custom',
    query: names.join(','),
    multi: any,
    includeAll: any,
    ...(any && { allValue: '.*' }),
    current: any || first === undefined ? ALL : first,
    options: any ? [ALL, ...options] : options,
  };
}

function values(
  name: string,
  label: string,
  of: string,
  selector: string,
  { description }: { readonly description: string | undefined }
): QueryVariable {
  const query = `label_values(${selector}, ${of})`;
  return {
    name,
    label,
    ...(description !== undefined && { description }),
    type: 'query',
    datasource: DATASOURCE,
    query: { query, refId: 'A' },
    definition: query,
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: ALL,
  };
}

/** The selector with the earlier choices: labels, and the variables that they are compared with. */
function narrowed(
  selector: string,
  chosen: Readonly<Record<string, string>>
): string {
  const matchers = Object.entries(chosen).map(
    ([label, variable]) => `${label}=~"$${variable}"`
  );
  return matchers.length === 0
    ? selector
    : `${selector.slice(0, -1)},${matchers.join(',')}}`;
}
