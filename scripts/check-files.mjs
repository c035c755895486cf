// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Every source file has its licence header; no file has a secret, the name of a
// package registry, or a path of the machine that it was written on.
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const header = [
  'SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors',
  'SPDX-License-Identifier: Apache-2.0',
];
const hasHeader = /\.([cm]?[jt]sx?|ya?ml|sh)$|^\.ci\//;

/** Where the commit has no say: not tracked, bytes as a provider sent them, or what a command makes for users. */
const skipped =
  /(^|\/)(node_modules|\.git|dist|coverage|\.cache|\.next|next-env\.d\.ts)\/|^examples\/[^/]+\/out\//;
const withoutHeader =
  /^test\/fixtures\/wire\/|^slo\/(?:rules|tests|dashboards|alertmanager\.yml)/;
const binary = /\.(bin|gz|br|zst|tgz|png)$/;

const forbidden = [
  ['a secret key', /\bsk-(?:proj-|ant-)?[A-Za-z0-9]{24,}/],
  ['an AWS key', /\bAKIA[0-9A-Z]{16}\b/],
  ['a Google key', /\bAIza[0-9A-Za-z_-]{35}\b/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
  ['a bearer token', /\bBearer [A-Za-z0-9._~+/-]{40,}/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  [
    'a registry host',
    /https?:\/\/[\w.-]*(?:registry|artifactory|nexus)[\w.-]*/i,
  ],
  ['a registry host', /"resolved": "https?:/],
  ['a machine path', /(?:^|["'\s`(=:])\/(?:home|Users)\/[A-Za-z][\w.-]*\//],
  ['a machine path', /\b[A-Z]:\\Users\\/],
];

/** Names that only this machine knows; too short ones would match anything. */
const ofThisMachine = [root.replace(/\/$/, ''), homedir()].filter(
  path => path.length > 6
);

function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    const name = relative(root, path).split(sep).join('/');
    if (skipped.test(`${name}/`)) return [];
    if (entry.isDirectory()) return filesOf(path);
    return entry.isFile() ? [name] : [];
  });
}

function lineOf(text, index) {
  return text.slice(0, index).split('\n').length;
}

const problems = [];
for (const file of filesOf(root)) {
  if (binary.test(file)) continue;
  const text = readFileSync(join(root, file), 'utf8');
  if (hasHeader.test(file) && !withoutHeader.test(file)) {
    const first = text.split('\n', 3).join('\n');
    for (const line of header) {
      if (!first.includes(line)) problems.push(`${file}: no "${line}"`);
    }
  }
  for (const [what, pattern] of forbidden) {
    const index = text.search(pattern);
    if (index !== -1) problems.push(`${file}:${lineOf(text, index)}: ${what}`);
  }
  for (const path of ofThisMachine) {
    const index = text.indexOf(path);
    if (index === -1) continue;
    problems.push(`${file}:${lineOf(text, index)}: a path of this machine`);
  }
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
