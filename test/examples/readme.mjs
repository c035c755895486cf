// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What a README of an example says to type, and what it says will be seen.
import { readFileSync } from 'node:fs';

/** How a line begins that is typed: variables for one command, then a program. */
const TYPED = /^([A-Z_]+=\S+ )*(node|npm|npx) /;
const INSTALL = /^npm install$/;
const SERVER = /^node \S*\/(mock-llm|otlp-to-text)\/server\.mjs$/;

/**
 * Its indented blocks, sorted.
 *
 * @param {URL} file
 * @returns {{ installs: boolean, servers: string[], commands: string[], trees: string[] }}
 */
export function readReadme(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const blocks = [];
  for (const [number, line] of lines.entries()) {
    if (!line.startsWith('    ')) continue;
    if (!lines[number - 1]?.startsWith('    ')) blocks.push([]);
    blocks.at(-1).push(line.slice(4));
  }
  const isTyped = block => TYPED.test(onOneLine(block));
  const typed = blocks.filter(isTyped).map(onOneLine);
  return {
    installs: typed.some(command => INSTALL.test(command)),
    servers: typed.filter(command => SERVER.test(command)),
    commands: typed.filter(
      command => !INSTALL.test(command) && !SERVER.test(command)
    ),
    trees: blocks.filter(block => !isTyped(block)).flatMap(treesIn),
  };
}

/**
 * Trees as texts, one for each line that is not indented with what is below it.
 *
 * @param {string[]} lines
 */
export function treesIn(lines) {
  const trees = [];
  for (const line of lines) {
    if (line.startsWith(' ')) trees.push(`${trees.pop()}\n${line}`);
    else trees.push(line);
  }
  return trees;
}

/** As a shell reads it: a backslash at the end goes on in the next line. */
function onOneLine(block) {
  return block.join('\n').replace(/\s*\\\n\s*/g, ' ');
}
