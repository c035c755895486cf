// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { GenAIInstrumentationConfig } from '../../src/index.ts';
import { PATH, transports } from './support/calling.ts';
import { completion, json, scriptedServer } from './support/scripted-server.ts';
import { track } from './support/tracked.ts';

type Hook = Required<GenAIInstrumentationConfig>['contentHook'];

const page = readFileSync(
  new URL('../../docs/privacy.md', import.meta.url),
  'utf8'
);

async function exampleOnPage(): Promise<Hook> {
  const [, code] =
    /<!-- example: without-secrets.mjs -->\s+```js\n([^`]+)```/.exec(page) ??
    [];
  assert.ok(code, 'the example is on the page');
  const module = (await import(
    `data:text/javascript,${encodeURIComponent(code)}`
  )) as { withoutSecrets: Hook };
  return module.withoutSecrets;
}

describe('docs/privacy.md', () => {
  it('has an example that takes keys and addresses out of what is recorded', async () => {
    const server = await scriptedServer((_, response) =>
      json(response, 200, {
        ...completion,
        choices: [{ message: { content: 'Sent to ann@mail.example.com.' } }],
      })
    );
    const tracked = track({
      captureContent: 'span',
      contentHook: await exampleOnPage(),
    });
    try {
      await transports['fetch']!(server.origin + PATH, {
        body: JSON.stringify({
          model: 'gpt-4o',
          messages: [{ role: 'user', content: 'Use "sk-abc_DEF-123456".' }],
        }),
      });
      const [span] = tracked.genai();
      assert.deepEqual(
        [
          span!.attributes['gen_ai.input.messages'],
          span!.attributes['gen_ai.output.messages'],
        ],
        [
          '[{"role":"user","parts":[{"type":"text","content":"Use \\"[redacted]\\"."}]}]',
          '[{"role":"assistant","parts":[{"type":"text","content":"Sent to [redacted]."}],"finish_reason":"unknown"}]',
        ]
      );
    } finally {
      await tracked.stop();
      await server.close();
    }
  });

  it('names the bounds that hold', async () => {
    const { resolveConfig } = await import('../../src/config/config.ts');
    const { maxContentBytes, maxBodyBytes } = resolveConfig({}, {});
    assert.ok(
      page.includes(`\`maxContentBytes\` (${maxContentBytes / 1024} KiB)`)
    );
    assert.ok(
      page.includes(`\`maxBodyBytes\` (${maxBodyBytes / 1024 ** 2} MiB)`)
    );
  });
});
