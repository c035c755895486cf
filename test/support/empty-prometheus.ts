// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** A Prometheus without data, which evaluates an expression at any time. */
export class EmptyPrometheus {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #port: number;

  private constructor(process: ChildProcess, folder: string, port: number) {
    this.#process = process;
    this.#folder = folder;
    this.#port = port;
  }

  static async start(): Promise<EmptyPrometheus | undefined> {
    if (spawnSync('prometheus', ['--version']).error !== undefined) {
      return undefined;
    }
    const folder = mkdtempSync(join(tmpdir(), 'genai-prometheus-'));
    writeFileSync(join(folder, 'prometheus.yml'), '{}');
    const port = await freePort();
    const server = new EmptyPrometheus(
      spawn(
        'prometheus',
        [
          `--config.file=${join(folder, 'prometheus.yml')}`,
          `--storage.tsdb.path=${join(folder, 'data')}`,
          `--web.listen-address=127.0.0.1:${port}`,
        ],
        { stdio: 'ignore' }
      ),
      folder,
      port
    );
    for (let tries = 0; tries < 200; tries++) {
      const ready = await fetch(`http://127.0.0.1:${port}/-/ready`).then(
        ({ ok }) => ok,
        () => false
      );
      if (ready) return server;
      await setTimeout(100);
    }
    await server.stop();
    throw new Error('prometheus did not become ready');
  }

  async range(
    query: string,
    from: number,
    to: number
  ): Promise<[at: number, value: number][]> {
    const body = new URLSearchParams({
      query,
      start: String(from / 1000),
      end: String(to / 1000),
      step: '1h',
    });
    const answer = await fetch(
      `http://127.0.0.1:${this.#port}/api/v1/query_range`,
      { method: 'POST', body }
    );
    const { data } = (await answer.json()) as {
      data: { result: { values: [number, string][] }[] };
    };
    assert.equal(data.result.length, 1);
    return data.result[0]!.values.map(([at, value]) => [at, Number(value)]);
  }

  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
