// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  blocksOf,
  code,
  files,
  pages,
  root,
  spansOf,
  unknown,
} from './pages.ts';

/** Words of other programs and services, which no code of ours has. */
const OF_OTHERS = new Set(
  `Object.getOwnPropertyNames createMessage params._meta initialized observeOpenAI updatePrices MetricProducer
   serverExternalPackages experimental_telemetry log_level NEXT_OTEL_FETCH_DISABLED commonLabels api_url_file api_url
   web.enable convert_classic_histograms_to_nhcb always_scrape_classic_histograms convert_histograms_to_nhcb
   UnderscoreEscapingWithoutSuffixes NoUTF8EscapingWithSuffixes NoTranslation deltatocumulative Asia Shanghai
   turn_detected ingestion session.id honeycomb signoz sls ak Authentication xx`
    .split(/\s+/)
    .filter(Boolean)
);
/** What the operating system says in a message. */
const OF_SYSTEM = /connect/;
/** Hosts of examples and of vendors. */
const HOST = /\.(?:example|example\.com|com|io|cloud)$/;

const words = new Set(
  (code.match(/[\w$]+(?:[.\-/:@][\w$]+)*/g) ?? []).flatMap(word => [
    word,
    ...word.split(/[.\-/:@]/),
    ...word.split(/[-/:@]/),
  ])
);

function exists(name: string): boolean {
  // Files that commands write.
  const word = name.replace(/\.(?:rules|test)\.yml$/, '');
  // Some names are put together from a prefix and a kind.
  const [, prefix] = /^(.*)\.[^.]+$/.exec(word) ?? [];
  return (
    words.has(word) ||
    words.has(word.toLowerCase()) ||
    files.has(word) ||
    OF_OTHERS.has(word) ||
    HOST.test(word) ||
    (prefix !== undefined &&
      /^gen_?ai\./.test(prefix) &&
      (code.includes(`'${prefix}.'`) || code.includes(`'${prefix}.$`)))
  );
}

/** The sources of the installed packages of OpenTelemetry. */
const openTelemetry = readdirSync(join(root, 'node_modules/@opentelemetry'))
  .flatMap(name => {
    const folder = join(root, 'node_modules/@opentelemetry', name, 'build/src');
    try {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(path => path.endsWith('.js'))
        .map(path => readFileSync(join(folder, path), 'utf8'));
    } catch {
      return [];
    }
  })
  .join('\n');

const messages = code
  .replace(/['"`]\s*\+\s*['"`]/g, '')
  .replace(/\\'/g, "'")
  .replace(/\s+/g, ' ');

/** Runs of words that a message has between what it is filled with. */
function runsOf(message: string): string[] {
  return message.split(/…|\S*[\d<>{}[\]"|]\S*/).flatMap(part => {
    const runs = part.trim().split(/\s+/);
    return runs.length <= 3
      ? [runs.join(' ')]
      : runs.slice(2).map((_, at) => runs.slice(at, at + 3).join(' '));
  });
}

describe('docs/architecture.md', () => {
  it('has every folder of src in its picture', () => {
    const [picture] = blocksOf(pages.get('docs/architecture.md')!);
    const rooms = readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => `${name}/`);
    assert.ok(rooms.length > 10);
    assert.deepEqual(
      rooms.filter(room => !picture!.text.includes(room)),
      []
    );
  });
});

describe('the documents', () => {
  it('have no word in backticks that is not in the code', () => {
    const wordsOf = (page: string): string[] =>
      spansOf(page)
        .filter(text => !/^OTEL_/.test(text))
        .flatMap(text => {
          const found = text.match(/[A-Za-z_$][\w$]*(?:\.[\w$]+)*/g) ?? [];
          // Of a text with spaces only what has the form of a name.
          return /\s/.test(text)
            ? found.filter(word => /[a-z]_[a-z]|[a-z][A-Z]/.test(word))
            : found;
        });
    assert.deepEqual(unknown(wordsOf, exists), []);
  });

  it('have no attribute in the output of a program that is not in the code', () => {
    const names =
      /\b(?:gen_ai|genai|http|error|mcp|server|openai|aws|jsonrpc|network)\.[a-z_]+(?:\.[a-z_]+)*\b/g;
    const namesOf = (page: string): string[] =>
      blocksOf(page)
        .filter(({ language }) => /^(?:text|console)?$/.test(language))
        .flatMap(({ text }) => text.match(names) ?? []);
    assert.deepEqual(unknown(namesOf, exists), []);
  });

  it('quote no message that the code does not have', () => {
    const isMessage = /(?:^|[^\S\n])[a-z]+ (?:[a-z]+ [a-z]+|…)/;
    const runs = (page: string): string[] =>
      spansOf(page)
        .filter(text => isMessage.test(text) && !/[={}()$]|^--/.test(text))
        .filter(
          text =>
            !/^(?:npm|npx|node|docker|git|otel-genai|promtool|amtool|sloth|oslo|kubectl) /.test(
              text
            )
        )
        .flatMap(runsOf)
        .filter(run => /^[a-z' :,.;]+$/i.test(run) && !OF_SYSTEM.test(run));
    assert.deepEqual(
      unknown(runs, run => messages.includes(run)),
      []
    );
  });

  it('have no variable that neither the code nor OpenTelemetry reads', () => {
    const variables = (page: string) =>
      page.match(/\bOTEL_[A-Z_]+[A-Z]\b/g) ?? [];
    const read = (name: string): boolean =>
      new RegExp(`\\b${name}\\b`).test(code + openTelemetry);
    assert.deepEqual(unknown(variables, read), []);
  });
});
