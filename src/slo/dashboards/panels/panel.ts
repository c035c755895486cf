// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { DATASOURCE, type DataSourceRef } from '../variables.ts';

/** One panel of a dashboard. */
export interface Panel<
  Kind extends PanelKind = PanelKind,
> extends Content<Kind> {
  readonly id: number;
  readonly gridPos: GridPosition;
}

/** A header under which panels can be collapsed. */
export interface Row {
  readonly type: 'row';
  readonly id: number;
  readonly title: string;
  readonly collapsed: false;
  readonly gridPos: GridPosition;
  readonly panels: readonly [];
}

/** The grid is 24 columns wide. */
export interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type PanelKind =
  'timeseries' | 'stat' | 'bargauge' | 'table' | 'heatmap' | 'state-timeline';

/** A panel without a position yet. */
export interface Content<Kind extends PanelKind = PanelKind> {
  readonly type: Kind;
  readonly title: string;
  readonly description: string;
  readonly datasource: DataSourceRef;
  readonly targets: readonly Target[];
  readonly fieldConfig: FieldConfig;
  readonly options: object;
  readonly transformations?: readonly Transformation[];
}

/** One query of a panel. */
export interface Target {
  readonly refId: string;
  readonly datasource: DataSourceRef;
  readonly expr: string;
  readonly legendFormat: string;
  readonly format: 'time_series' | 'table' | 'heatmap';
  /** The value at the end of the time range, or all values in it. */
  readonly instant: boolean;
  readonly range: boolean;
}

export interface FieldConfig {
  readonly defaults: FieldDefaults;
  readonly overrides: readonly Override[];
}

export interface FieldDefaults {
  readonly unit: Unit;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  readonly noValue?: string;
  readonly color?: Color;
  readonly thresholds?: Thresholds;
  readonly mappings?: readonly ValueMapping[];
  readonly custom?: object;
}

/** Units that Grafana can format. */
export type Unit =
  'short' | 'percentunit' | 's' | 'd' | 'reqps' | 'currencyUSD' | 'none';

export interface Color {
  readonly mode: 'thresholds' | 'palette-classic' | 'fixed';
  readonly fixedColor?: string;
}

export interface Thresholds {
  readonly mode: 'absolute';
  readonly steps: readonly Step[];
}

/** A colour from a value on; the first one has no value. */
export interface Step {
  readonly value: number | null;
  readonly color: string;
}

interface ValueMapping {
  readonly type: 'value';
  readonly options: Readonly<
    Record<string, { readonly text: string; readonly color: string }>
  >;
}

/** Other settings for the fields that a matcher finds. */
export interface Override {
  readonly matcher: { readonly id: string; readonly options: string };
  readonly properties: readonly {
    readonly id: string;
    readonly value: unknown;
  }[];
}

export interface Transformation {
  readonly id: string;
  readonly options: object;
}

/** One query of a panel. */
export interface Query {
  readonly expr: string;
  /** The name of each series; `{{label}}` stands for the value of a label. */
  readonly legend?: string;
  /** Whether it is a limit rather than a measurement. */
  readonly limit?: boolean;
}

/** Title and description of a panel. */
export interface About {
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
}

/** The queries of a panel, in the format that it needs. */
export function targets(
  queries: readonly Query[],
  format: Target['format'],
  when: 'now' | 'over time'
): Target[] {
  return queries.map(({ expr, legend = '' }, index) => ({
    refId: refId(index),
    datasource: DATASOURCE,
    expr,
    legendFormat: legend,
    format,
    instant: when === 'now',
    range: when === 'over time',
  }));
}

/** A to Z, AA, AB, ... */
export function refId(index: number): string {
  const letter = String.fromCharCode('A'.charCodeAt(0) + (index % 26));
  return index < 26 ? letter : refId(Math.floor(index / 26) - 1) + letter;
}

/** Colours from values on, the first one for all below. */
export function thresholds(
  first: string,
  ...steps: readonly (readonly [number, string])[]
): Thresholds {
  return {
    mode: 'absolute',
    steps: [
      { value: null, color: first },
      ...steps.map(([value, color]) => ({ value, color })),
    ],
  };
}
