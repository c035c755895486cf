// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Annotation } from './annotation.ts';
import type { Panel, Row } from './panels/panel.ts';
import type { Variable } from './variables.ts';

/**
 * The part of Grafana's dashboard files that ours need. A test checks this type and the dashboards against Grafana's
 * own types: their package is much larger than ours, and would be needed for its types alone.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly schemaVersion: number;
  readonly editable: boolean;
  /** 1: all panels share one crosshair. */
  readonly graphTooltip: 0 | 1 | 2;
  readonly refresh: string;
  readonly time: { readonly from: string; readonly to: string };
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly Annotation[] };
  readonly links: readonly Link[];
  readonly panels: readonly (Panel | Row)[];
}

/** A link to another dashboard or page, in the head of the dashboard. */
export interface Link {
  readonly type: 'link';
  readonly title: string;
  readonly url: string;
  readonly tooltip: string;
  readonly icon: 'dashboard' | 'external link';
  readonly tags: readonly string[];
  readonly asDropdown: boolean;
  readonly targetBlank: boolean;
  /** Whether the link keeps the variables and the time range. */
  readonly includeVars: boolean;
  readonly keepTime: boolean;
}

/** Identity of a dashboard, and its links to the others. */
export type Names = Pick<Dashboard, 'uid' | 'title' | 'links'>;

/** The part of a dashboard that differs from the others. */
type Particulars = Names &
  Pick<Dashboard, 'description' | 'panels'> & {
    readonly variables: readonly Variable[];
    readonly annotations?: readonly Annotation[];
    /** Start of the initial time range, as in `now-1h`. */
    readonly from: string;
  };

export function dashboard({
  uid,
  title,
  description,
  variables,
  from,
  panels,
  links,
  annotations = [],
}: Particulars): Dashboard {
  return {
    uid,
    title,
    description,
    tags: ['gen_ai', 'opentelemetry'],
    // The version of Grafana 10.4; later versions migrate it.
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    refresh: '1m',
    time: { from, to: 'now' },
    templating: { list: variables },
    annotations: { list: annotations },
    links,
    panels,
  };
}

/** A link to another of our dashboards. */
export function linkTo(title: string, uid: string): Link {
  return {
    type: 'link',
    title,
    url: `/d/${uid}`,
    tooltip: '',
    icon: 'dashboard',
    tags: [],
    asDropdown: false,
    targetBlank: false,
    includeVars: true,
    keepTime: true,
  };
}
