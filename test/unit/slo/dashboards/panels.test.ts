// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { GridPosition } from '../../../../src/slo/dashboards/panels/panel.ts';
import { panelsOf, samples } from './sample-dashboards.ts';

for (const { title, dashboards } of samples) {
  for (const [file, dashboard] of Object.entries(dashboards)) {
    describe(`${file}, ${title}`, () => {
      const panels = panelsOf(dashboard);

      it('has a number of its own for each panel and row', () => {
        const ids = dashboard.panels.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length);
      });

      it('has panels side by side or below one another, within the grid', () => {
        const places = dashboard.panels.map(({ gridPos }) => gridPos);
        for (const [index, place] of places.entries()) {
          const { x, w, h } = place;
          assert.ok(x >= 0 && w > 0 && h > 0 && x + w <= 24);
          for (const other of places.slice(index + 1)) {
            assert.ok(!overlap(place, other), JSON.stringify([place, other]));
          }
        }
      });

      it('says of each panel what it shows, and in which unit', () => {
        assert.ok(panels.length > 0);
        for (const panel of panels) {
          assert.match(panel.title, /^\S.*\S$/);
          assert.match(panel.description, /^[A-Z].*\.$/, panel.title);
          assert.ok(unitsOf(panel).length > 0, panel.title);
        }
        const titles = dashboard.panels.map(({ title }) => title);
        assert.ok(titles.every(text => !text.includes('undefined')));
      });

      it('calls the queries of a panel by different letters, and its series by name', () => {
        for (const { title, type, targets } of panels) {
          const ids = targets.map(({ refId }) => refId);
          assert.equal(new Set(ids).size, ids.length, title);
          if (type !== 'timeseries') continue;
          for (const { legendFormat } of targets)
            assert.ok(legendFormat, title);
        }
      });

      it('links to dashboards that are made with it', () => {
        const uids = Object.values(dashboards).map(({ uid }) => uid);
        const linked = dashboard.links.map(({ url }) =>
          url.slice('/d/'.length)
        );
        assert.deepEqual(
          linked,
          uids.filter(uid => uid !== dashboard.uid)
        );
      });
    });
  }
}

function overlap(one: GridPosition, other: GridPosition): boolean {
  return (
    one.x < other.x + other.w &&
    other.x < one.x + one.w &&
    one.y < other.y + other.h &&
    other.y < one.y + one.h
  );
}

/** A table has a unit for each column; whether something is the case has none. */
function unitsOf({ type, fieldConfig }: ReturnType<typeof panelsOf>[number]) {
  return type === 'table'
    ? fieldConfig.overrides.flatMap(({ properties }) =>
        properties.filter(({ id, value }) => id === 'unit' && value !== '')
      )
    : [fieldConfig.defaults.unit];
}
