// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

import { freePort } from '../support/run-app.ts';

const PROGRAM = 'prometheus-alertmanager';
const page = readFileSync(
  new URL('../../docs/slo-alertmanager.md', import.meta.url),
  'utf8'
);
/** As `otel-genai slo rules` writes it; the committed sample. */
const SAMPLE = parse(
  readFileSync(new URL('../../slo/alertmanager.yml', import.meta.url), 'utf8')
) as { readonly route: object };
/** The recipes of the page, by their heading. */
const RECIPES = [...page.matchAll(/^## (.+)\n[^]*?```yaml\n([^]*?)```/gm)].map(
  ([, name = '', yaml = '']) => [name, yaml] as const
);

/** The path of the first request that a recipe makes, and a part of the body of its last. */
const EXPECTED: Readonly<Record<string, readonly [string, RegExp]>> = {
  'Any webhook': ['/alerts', /"status":"firing".*"slo":"availability"/],
  Slack: ['/services/T000/B000/XXXX', /\[FIRING\] GenAISLOBurn availability/],
  PagerDuty: ['/v2/enqueue', /"severity":"critical"/],
  'WeCom (企业微信)': ['/cgi-bin/gettoken', /GenAISLOBurn The budget burns/],
  'DingTalk (钉钉)': ['/dingtalk/oncall/send', /"status":"firing"/],
  'Feishu (飞书)': ['/prometheusalert', /"status":"firing"/],
};

interface Heard {
  readonly url: string;
  readonly body: string;
}

describe('recipes of docs/slo-alertmanager.md', () => {
  before(function () {
    const { error } = spawnSync(PROGRAM, ['--version']);
    if (error !== undefined) this.skip();
  });

  it('are those that are run here', () => {
    assert.deepEqual(
      RECIPES.map(([name]) => name),
      Object.keys(EXPECTED)
    );
  });

  for (const [name, yaml] of RECIPES) {
    it(`${name}: a page arrives`, async () => {
      const [path, body] = EXPECTED[name] ?? ['', /$^/];
      const heard = await pagedBy(yaml);
      assert.equal(heard[0]?.url.split('?')[0], path);
      assert.match(heard.at(-1)?.body ?? '', body);
    });
  }
});

/** Fires one page at an Alertmanager whose receiver `oncall` is a recipe. @returns the requests that it made */
async function pagedBy(recipe: string): Promise<readonly Heard[]> {
  const heard: Heard[] = [];
  let done: () => void;
  const arrived = new Promise<void>(resolve => (done = resolve));
  const hook = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      heard.push({ url: request.url ?? '', body });
      response.end('{"access_token":"token","errcode":0,"status":"success"}');
      if (request.method === 'POST') done();
    });
  });
  await new Promise<void>(ready => hook.listen(0, '127.0.0.1', ready));
  const { port } = hook.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'genai-alertmanager-'));
  const own = await freePort();
  const file = join(folder, 'alertmanager.yml');
  const here = recipe.replace(
    /(url: )https?:\/\/[^/\s]+/g,
    `$1http://127.0.0.1:${port}`
  );
  const [oncall] = parse(here) as [object];
  writeFileSync(
    file,
    stringify({
      ...SAMPLE,
      route: quick(SAMPLE.route),
      receivers: [oncall, { name: 'queue' }, { name: 'channel' }],
    })
  );
  const child = spawn(
    PROGRAM,
    [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${own}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { stdio: 'ignore' }
  );
  try {
    await fired(`http://127.0.0.1:${own}/api/v2/alerts`);
    await arrived;
    return heard;
  } finally {
    // The program writes its last files when it ends.
    const ended = once(child, 'exit');
    child.kill();
    await ended;
    hook.closeAllConnections();
    hook.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function quick(route: unknown): unknown {
  return JSON.parse(
    JSON.stringify(route).replace(/"group_wait":"\w+"/g, '"group_wait":"0s"')
  );
}

/** Asks until Alertmanager has started; the test's timeout ends it. */
async function fired(url: string): Promise<void> {
  const alert = {
    labels: {
      alertname: 'GenAISLOBurn',
      severity: 'page',
      service: 'chat',
      slo: 'availability',
    },
    annotations: {
      summary: 'The budget burns',
      description: '12 % of the calls fail.',
    },
  };
  for (;;) {
    try {
      const { ok } = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([alert]),
      });
      if (ok) return;
    } catch {
      // It has not started yet.
    }
    await new Promise(next => setTimeout(next, 200));
  }
}
