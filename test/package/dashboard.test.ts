// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { dashboardsOf } from '../../src/slo/dashboards/dashboards.ts';

const folder = new URL('../../examples/otel/grafana/', import.meta.url);

interface DataSources {
  datasources: { uid: string; type: string; isDefault?: boolean }[];
}

// That they are what the code makes is what `npm run docs -- --check` looks at.
describe('the dashboards in Grafana of docker-compose.otel.yml', () => {
  it('are those that need no objectives, and no others', () => {
    assert.deepEqual(
      readdirSync(new URL('dashboards/', folder)).sort(),
      Object.keys(dashboardsOf()).sort()
    );
  });

  it('find a Prometheus by default', () => {
    const { datasources } = parse(
      readFileSync(
        new URL('provisioning/datasources/datasources.yaml', folder),
        'utf8'
      )
    ) as DataSources;
    const [usual] = datasources.filter(({ isDefault }) => isDefault);
    assert.equal(usual?.type, 'prometheus');
  });
});
