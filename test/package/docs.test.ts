// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withTables } from '../../scripts/docs.ts';

const readme = readFileSync(
  new URL('../../README.md', import.meta.url),
  'utf8'
);
const firstScreen = readme.split('\n').slice(0, 30).join('\n');

describe('the generated tables of the README', () => {
  it('are what the code says', () => {
    assert.equal(withTables(readme), readme);
  });

  it('come back when somebody edited them', () => {
    const edited = readme.replace('| `maxModels` |', '| `mostModels` |');
    assert.notEqual(edited, readme);
    assert.equal(withTables(edited), readme);
  });

  for (const name of [
    'options',
    'providers',
    'metrics',
    'boundaries',
    'attributes',
  ]) {
    for (const marker of [
      `<!-- generated:${name} -->`,
      `<!-- /generated:${name} -->`,
    ]) {
      it(`are refused without the marker ${marker}`, () => {
        assert.throws(
          () => withTables(readme.replace(marker, '')),
          new Error(`README.md has no markers "generated:${name}"`)
        );
      });
    }
  }

  it('are refused when a marker asks for a table that nobody makes', () => {
    assert.throws(
      () => withTables(`${readme}<!-- generated:weather -->`),
      new Error('README.md asks for a table that nobody makes: weather')
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

  it('says what is not captured', () => {
    assert.match(firstScreen, /no prompts or answers/);
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
