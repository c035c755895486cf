// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGES, withTables } from '../../scripts/docs/pages.ts';

const readme = readFileSync(
  new URL('../../README.md', import.meta.url),
  'utf8'
);
const firstScreen = readme.split('\n').slice(0, 30).join('\n');

describe('the generated tables', () => {
  const page = 'docs/reference/metrics.md';
  const metrics = readFileSync(
    new URL(`../../${page}`, import.meta.url),
    'utf8'
  );

  it('come back when somebody edited them', () => {
    const edited = metrics.replace('| histogram |', '| hologram |');
    assert.notEqual(edited, metrics);
    assert.equal(withTables(edited, page), metrics);
  });

  for (const [page, tables] of Object.entries(PAGES)) {
    const text = readFileSync(
      new URL(`../../${page}`, import.meta.url),
      'utf8'
    );
    for (const name of Object.keys(tables)) {
      for (const marker of [
        `<!-- generated:${name} -->`,
        `<!-- /generated:${name} -->`,
      ]) {
        it(`of ${page} are refused without the marker ${marker}`, () => {
          assert.throws(
            () => withTables(text.replace(marker, ''), page),
            new Error(`${page} has no markers "generated:${name}"`)
          );
        });
      }
    }
  }

  it('are refused when a marker asks for a table that nothing makes', () => {
    assert.throws(
      () => withTables(`${metrics}<!-- generated:weather -->`, page),
      new Error(`${page} asks for a table that nothing makes: weather`)
    );
  });
});

describe('the first screen of the README', () => {
  it('says how to start', () => {
    assert.match(
      firstScreen,
      /npm install opentelemetry-instrumentation-genai @opentelemetry\/sdk-node/
    );
    assert.match(
      firstScreen,
      /node --require opentelemetry-instrumentation-genai\/register app\.js/
    );
  });

  it('belongs to a README of at most 150 lines', () => {
    assert.ok(readme.split('\n').length <= 151);
  });

  it('says what is not captured', () => {
    assert.match(firstScreen, /No prompt, answer or key is recorded/);
  });
});

const NOT_OURS = new Set([
  'node_modules',
  'dist',
  'coverage',
  '.cache',
  '.git',
  'test',
]);

describe('links in the documents', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const documents = markdownIn(root, '');

  for (const document of documents) {
    it(`of ${document} lead to what is there`, () => {
      const text = readFileSync(root + document, 'utf8');
      const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to!);
      const broken = links
        .filter(link => !/^[a-z]+:/.test(link))
        .filter(link => !leadsSomewhere(root + document, link));
      assert.deepEqual(broken, []);
    });
  }
});

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : join(dirname(document), path);
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  const headings = readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].some(([, heading]) => anchorOf(heading!) === anchor);
}

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replace(/\s/g, '-');
}

/** Folders that are installed or made have links to each other, and are not gone into. */
function markdownIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(
    entry => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return path.endsWith('.md') ? [path] : [];
      return entry.isDirectory() && !NOT_OURS.has(entry.name)
        ? markdownIn(root, path)
        : [];
    }
  );
}
