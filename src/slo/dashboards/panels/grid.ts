// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Content, Panel, Row } from './panel.ts';

const COLUMNS = 24;

/** Panels under one headline, in lines. */
export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** Panels side by side, of the same height and width. */
export interface Line {
  readonly height: number;
  readonly panels: readonly Content[];
}

/** Gives every panel its number and its position, from top to bottom. */
export function laidOut(sections: readonly Section[]): (Panel | Row)[] {
  let id = 0;
  let y = 0;
  const placed: (Panel | Row)[] = [];
  for (const { title, lines } of sections) {
    placed.push({
      type: 'row',
      id: ++id,
      title,
      collapsed: false,
      gridPos: { x: 0, y: y++, w: COLUMNS, h: 1 },
      panels: [],
    });
    for (const { height: h, panels } of lines) {
      const w = Math.floor(COLUMNS / panels.length);
      panels.forEach((content, index) => {
        placed.push({
          ...content,
          id: ++id,
          gridPos: { x: index * w, y, w, h },
        });
      });
      y += h;
    }
  }
  return placed;
}
