// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Follows README.md in three fresh folders, and writes down what was typed and printed: `npm run transcripts`. The
// package is installed as `npm pack` makes it, for it is not published yet, and the model is the mock of the examples.
// Jaeger is the program that `npm run test:e2e` builds; the transcript has it in place of `docker compose`.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { register } from 'tsx/esm/api';
import { MOCK_KEY } from '../examples/mock-llm/server.mjs';

register();
const { Scenario } = await import('../test/e2e/scenario.mjs');
const { freePort } = await import('../test/support/run-app.ts');
const { startJaeger } = await import('../test/e2e/servers/jaeger.mjs');

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs', 'transcripts.md');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const work = join(root, '.cache', 'transcripts');
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const [{ filename }] = JSON.parse(
  execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', work],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
  )
);
// A process of its own: the shells below block this one.
const port = await freePort();
const mock = spawn(
  process.execPath,
  [join(root, 'examples/mock-llm/server.mjs'), '--port', String(port)],
  { stdio: ['ignore', 'pipe', 'inherit'] }
);
await once(mock.stdout, 'data');

/** One fresh folder: what is typed in it, and what is printed. */
class Transcript {
  lines = [];
  began = performance.now();

  constructor(title) {
    this.title = title;
    this.folder = join(work, title.replace(/\W+/g, '-').toLowerCase());
    mkdirSync(this.folder);
    this.type('npm init -y', () => []);
  }

  /** Runs a line of a shell. `pick` chooses the lines to show of those that it printed. */
  type(line, pick, env = {}) {
    const typed = line.replace(
      /^npm install opentelemetry-instrumentation-genai/,
      `npm install ${join(work, filename)}`
    );
    const { stdout, stderr, status } = spawnSync('sh', ['-c', typed], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    });
    if (status !== 0) throw new Error(`${line}: ${status}\n${stderr}${stdout}`);
    const printed = (stdout + stderr).split('\n').filter(Boolean);
    const shown = pick(printed);
    this.lines.push(`$ ${line}`, ...shown);
    if (shown.length < printed.length) this.lines.push('…');
  }

  write(file, text) {
    writeFileSync(join(this.folder, file), text);
    this.lines.push(`$ cat ${file}`, ...text.trimEnd().split('\n'));
  }

  text() {
    const seconds = ((performance.now() - this.began) / 1000).toFixed(0);
    const block = this.lines.join('\n').replaceAll(this.folder, '.');
    return `## ${this.title}\n\n\`\`\`text\n${block}\n\`\`\`\n\nThis took ${seconds} s, the installation included.\n`;
  }
}

const APP = `const response = await fetch('http://127.0.0.1:${port}/v1/chat/completions', {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'Bearer ${MOCK_KEY}' },
  body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] }),
});
console.log((await response.json()).choices[0].message.content);
`;

const STAYS = `${APP}setTimeout(() => {}, 5_000); // a server would stay\n`;

/** The code block of README.md that begins with a comment which names a file. */
function blockOf(file) {
  const [, text] =
    new RegExp('```js\\n(// ' + file + '[^]*?)```').exec(readme) ?? [];
  if (text === undefined) throw new Error(`README.md has no block of ${file}`);
  return text;
}

/** Lines of README.md that begin like this. */
function lineOf(start) {
  const line = readme.split('\n').find(one => one.trim().startsWith(start));
  if (line === undefined) throw new Error(`README.md has no line "${start}"`);
  return line.trim();
}

const SPAN =
  /^ {2}(?:name|parentSpanContext|duration)|gen_ai\.(?:provider|request\.model|response\.model|usage)|Prometheus|^[A-Z].*\.$/;
const SCRAPE = 'curl -s http://127.0.0.1:9464/metrics';
const SERIES =
  /^gen_ai_client_(?:operation_duration|token_usage)_(?:count|sum)/;
/** Only what tells series of this page apart. */
const shortened = line =>
  line.replace(/\{.*\}/, labels => {
    const [token] = /gen_ai_token_type="\w+"/.exec(labels) ?? [];
    return token === undefined ? '{…}' : `{…,${token}}`;
  });
const some = pattern => lines => lines.filter(line => pattern.test(line));

function withRegister() {
  const one = new Transcript('Without a setup of your own');
  one.type(lineOf('npm install opentelemetry'), some(/^added/));
  one.write('app.mjs', STAYS);
  one.type(
    lineOf('OTEL_TRACES_EXPORTER=console').replace('app.js', 'app.mjs'),
    some(SPAN)
  );
  one.type(
    `node --require opentelemetry-instrumentation-genai/register app.mjs & sleep 3; ${SCRAPE}; wait`,
    lines => some(SERIES)(lines).map(shortened)
  );
  return one.text();
}

function withOwnSetup() {
  const one = new Transcript('In a setup of your own');
  one.type('npm install @opentelemetry/sdk-node', some(/^added/));
  one.type('npm install opentelemetry-instrumentation-genai', some(/^added/));
  one.write('telemetry.mjs', blockOf('telemetry.mjs'));
  one.write('app.mjs', STAYS);
  one.type(
    `OTEL_TRACES_EXPORTER=console OTEL_METRICS_EXPORTER=prometheus node --import ./telemetry.mjs app.mjs & sleep 3; ${SCRAPE}; wait`,
    lines => [...some(SPAN)(lines), ...some(SERIES)(lines).map(shortened)]
  );
  return one.text();
}

async function withJaeger() {
  const scenario = new Scenario('transcripts');
  try {
    const jaeger = await startJaeger(scenario);
    const one = new Transcript('In Jaeger');
    one.type(lineOf('npm install opentelemetry'), some(/^added/));
    one.write('app.mjs', APP);
    one.type(
      // Jaeger takes no metrics; the Collector of README.md would.
      `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=${jaeger.otlpHttp}/v1/traces OTEL_SERVICE_NAME=my-app node --require opentelemetry-instrumentation-genai/register app.mjs`,
      lines => lines
    );
    one.type(
      `curl -s '${jaeger.url}/api/traces?service=my-app' | node -p "JSON.parse(fs.readFileSync(0)).data.flatMap(({ spans }) => spans.map(({ operationName, duration }) => operationName + ' ' + duration / 1000 + ' ms')).join('\\n')"`,
      lines => lines
    );
    return one.text();
  } finally {
    await scenario.end();
  }
}

try {
  const parts = [withRegister(), withOwnSetup(), await withJaeger()];
  const head = `# Three first runs, as they were typed

Made by \`npm run transcripts\`, which follows [README.md](../README.md) in three fresh folders, with Node.js ${process.version} and a mock in place of a
provider. \`…\` stands for lines that are left out. The package came from \`npm pack\`, and Jaeger ran beside, in place of \`docker compose\`.
`;
  const text = [head, ...parts].join('\n');
  const options = await resolveConfig(page);
  writeFileSync(page, await format(text, { ...options, filepath: page }));
  console.log('docs/transcripts.md');
} finally {
  mock.kill();
}
