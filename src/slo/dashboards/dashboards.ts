// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  Objectives,
  PrometheusSettings,
} from '../objectives/objective.ts';
import { comparison } from './pages/comparison.ts';
import { linkTo, type Dashboard, type Names } from './dashboard.ts';
import { detail, detailed } from './pages/detail.ts';
import { overview } from './pages/overview.ts';
import { traffic } from './pages/traffic.ts';

/** The default settings of Prometheus. */
const USUAL: PrometheusSettings = {
  names: 'both',
  semconv: 'v1.41',
  selector: '',
  minBadEvents: 5,
};

/** Form of a uid that Grafana allows. */
const UID = /^[A-Za-z0-9_-]{1,40}$/;

/**
 * Dashboards for Grafana 10.4 and later, by the name of their file: an overview of the objectives and the detail of
 * each, which read the series of `rulesOf`; traffic, and providers and models side by side, which need no objectives.
 *
 * @param objectives without them, only the latter two are generated.
 */
export function dashboardsOf(
  objectives?: Objectives
): Readonly<Record<string, Dashboard>> {
  const settings = objectives?.prometheus ?? USUAL;
  const service = objectives?.service;
  const hasDetail = objectives !== undefined && detailed(objectives).length > 0;
  const kinds = (Object.keys(TITLES) as Kind[]).filter(
    kind =>
      (kind !== 'slo-overview' || objectives !== undefined) &&
      (kind !== 'slo-detail' || hasDetail)
  );
  const names = (kind: Kind): Names => ({
    uid: uidOf(kind, service),
    title: service === undefined ? TITLES[kind] : `${TITLES[kind]}: ${service}`,
    links: kinds
      .filter(other => other !== kind)
      .map(other => linkTo(TITLES[other], uidOf(other, service))),
  });
  return {
    ...(objectives !== undefined && {
      'slo-overview.json': overview(objectives, {
        ...names('slo-overview'),
        detail: hasDetail ? uidOf('slo-detail', service) : undefined,
      }),
    }),
    ...(hasDetail && {
      'slo-detail.json': detail(objectives, names('slo-detail')),
    }),
    'traffic.json': traffic(settings, names('traffic')),
    'comparison.json': comparison(settings, names('comparison')),
  };
}

const TITLES = {
  'slo-overview': 'SLO overview',
  'slo-detail': 'SLO detail',
  traffic: 'GenAI calls',
  comparison: 'GenAI providers and models',
} as const;

type Kind = keyof typeof TITLES;

/** The same every time, so that a changed dashboard replaces the old one; different for each service. */
function uidOf(kind: Kind, service: string | undefined): string {
  const uid = ['genai', kind, ...(service === undefined ? [] : [service])].join(
    '-'
  );
  if (UID.test(uid)) return uid;
  return `genai-${kind}-${hash(uid)}`;
}

/** FNV-1a, to distinguish names that are too long. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) {
    value = Math.imul(value ^ byte, 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(8, '0');
}
