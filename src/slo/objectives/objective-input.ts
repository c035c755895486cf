// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors SPDX-License-Identifier: Apache-2.0
// Objectives as written in a file or in code, before defaults are filled in.
import type {
  AlertSettingsInput,
  TeamSettingsInput,
} from './alerts/alert-settings.ts';
import type { CalendarInput } from '../calendar/time-window.ts';
import type { ErrorClass } from './error-classes.ts';
import type {
  GroupLabel,
  LatencyMetric,
  Objectives,
  PrometheusSettings,
  SloWindow,
  Source,
  Transport,
  Verdict,
} from './objective.ts';

/** Objectives as written in a file or in code. slo.schema.json describes the same for editors. */
export interface ObjectivesInput extends CalendarInput {
  service: string;
  window?: SloWindow;
  precision?: Objectives['precision'];
  prometheus?: Partial<PrometheusSettings>;
  alerts?: TeamSettingsInput;
  objectives: readonly ObjectiveInput[];
}

/** Members of every kind of objective. */
export interface CommonInput extends CalendarInput {
  name: string;
  description?: string;
  match?: {
    readonly [Label in GroupLabel]?: string | readonly string[];
  } & { readonly transport?: Transport; readonly stream?: boolean };
  groupBy?: readonly GroupLabel[];
  page?: boolean;
  alerts?: AlertSettingsInput;
}

type Percent = number | string;
type ClassesInput = Partial<Record<ErrorClass, Verdict>>;

/** One objective as written in a file or in code; members with a default may be absent. */
export type ObjectiveInput = CommonInput &
  (
    | {
        kind: 'availability';
        target: Percent;
        source?: Source;
        classes?: ClassesInput;
      }
    | {
        kind: 'errorRate';
        max: Percent;
        source?: Source;
        classes?: ClassesInput;
      }
    | {
        kind: 'latency';
        metric?: LatencyMetric;
        threshold: string;
        target: Percent;
        source?: Source;
      }
    | { kind: 'throughput'; min: string; target?: Percent }
    | { kind: 'cost'; budget: number }
  );
