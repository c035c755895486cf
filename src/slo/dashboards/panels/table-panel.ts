// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  refId,
  targets,
  type About,
  type Content,
  type Override,
  type Thresholds,
  type Unit,
} from './panel.ts';

/** One number of each row. */
export interface Column {
  readonly name: string;
  readonly expr: string;
  readonly unit: Unit;
  readonly decimals?: number;
  readonly colours?: Thresholds;
  readonly width?: number;
}

/** Label that distinguishes the rows, and the title of its column. */
export type RowLabel = readonly [label: string, name: string];

/** A row of current values for each set of labels. */
export function tablePanel({
  title,
  description,
  rows,
  columns,
  links = {},
}: Pick<About, 'title' | 'description'> & {
  readonly rows: readonly RowLabel[];
  readonly columns: readonly Column[];
  /** Links of cells, by the name of their column. */
  readonly links?: Readonly<
    Record<string, { readonly title: string; readonly url: string }>
  >;
}): Content<'table'> {
  const asked = targets(columns, 'table', 'now');
  // Grafana puts the number of a table query into a column of this name.
  const fields: RowLabel[] = [
    ...rows,
    ...columns.map(({ name }, index): RowLabel => [
      `Value #${refId(index)}`,
      name,
    ]),
  ];
  return {
    type: 'table',
    title,
    description,
    datasource: asked[0]!.datasource,
    targets: asked,
    fieldConfig: {
      defaults: {
        unit: 'none',
        noValue: '-',
        custom: { align: 'auto', inspect: false, filterable: true },
      },
      overrides: [
        ...columns.map(columnOverride),
        ...Object.entries(links).map(([name, { title: text, url }]) => ({
          matcher: { id: 'byName', options: name },
          properties: [{ id: 'links', value: [{ title: text, url }] }],
        })),
      ],
    },
    options: { frameIndex: 0, showHeader: true, cellHeight: 'sm' },
    transformations: [
      { id: 'merge', options: {} },
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true },
          indexByName: Object.fromEntries(
            fields.map(([field], index) => [field, index])
          ),
          renameByName: Object.fromEntries(fields),
        },
      },
    ],
  };
}

function columnOverride({
  name,
  unit,
  decimals,
  colours,
  width,
}: Column): Override {
  return {
    matcher: { id: 'byName', options: name },
    properties: [
      { id: 'unit', value: unit },
      ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
      ...(width === undefined ? [] : [{ id: 'custom.width', value: width }]),
      ...(colours === undefined
        ? []
        : [
            { id: 'thresholds', value: colours },
            { id: 'color', value: { mode: 'thresholds' } },
            {
              id: 'custom.cellOptions',
              value: { type: 'color-background', mode: 'gradient' },
            },
          ]),
    ],
  };
}
