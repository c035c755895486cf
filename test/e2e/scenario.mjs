// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a scenario is given: how it says what holds, and who cleans up behind it. */
export class Scenario {
  steps = 0;
  /** @type {string[]} */
  skipped = [];
  /** @type {{ name: string, log?(): string, stop(): unknown }[]} */
  #used = [];
  #folder;

  constructor(name) {
    this.name = name;
  }

  /** Says what was just seen to hold. */
  step(text) {
    this.steps++;
    console.log(`✔ ${text}`);
  }

  /** Says what is not tried, and why. */
  skip(text) {
    this.skipped.push(text);
    console.log(`SKIPPED ${text}`);
  }

  /** Something to be stopped at the end, whose log is shown if the scenario fails. */
  use(server) {
    this.#used.push(server);
    return server;
  }

  /** A new path in a folder that goes with the scenario. */
  path(name) {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'genai-e2e-'));
    return join(this.#folder, name);
  }

  showLogs() {
    for (const { name, log } of this.#used) {
      const text = log?.();
      if (text) console.log(`--- ${name} said:\n${text.trimEnd()}\n---`);
    }
  }

  /** The last one first. */
  async end() {
    for (const server of this.#used.reverse()) await server.stop();
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
  }
}
