// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE } from '../../../src/cli/doctor/packages.ts';
import { SAMPLE_OBJECTIVES } from '../../../src/cli/slo/sample-objectives.ts';
import { resolveConfig } from '../../../src/config/config.ts';
import { OPTIONS } from '../../../src/config/options.ts';
import { maxPayloadLength } from '../../../src/content/bounded.ts';
import {
  MAX_TAIL_BYTES,
  TAIL_EVENTS,
} from '../../../src/decode/kept/event-tail.ts';
import { MAX_MEMBER_BYTES } from '../../../src/decode/scan/members.ts';
import { HOLD_MS } from '../../../src/setup/end/release-exporters.ts';
import { sdkDefaults } from '../../../src/setup/environment.ts';
import { parseObjectives } from '../../../src/slo/objectives/objective-file.ts';
import { constant, found, kib, mib, part, percent, word } from './numbers.ts';
import { pages, root } from './pages.ts';

const { maxModels, maxBodyBytes, maxContentBytes } = resolveConfig({}, {});
const { prometheusPort: port, variables } = sdkDefaults({}, true);
const host = variables['OTEL_EXPORTER_PROMETHEUS_HOST'];
const [, node20, node22] = /\^(\d+\.\d+)\.0 \|\| >=(\d+\.\d+)/.exec(NODE)!;
const compose = readFileSync(join(root, 'docker-compose.otel.yml'), 'utf8');
const composed = (name: string): string =>
  new RegExp(`\\$\\{${name}_PORT:-(\\d+)\\}`).exec(compose)![1]!;
const [available, latency, errors] =
  parseObjectives(SAMPLE_OBJECTIVES).objectives;
assert.ok(available?.kind === 'availability');
assert.ok(latency?.kind === 'latency' && errors?.kind === 'errorRate');
const held = word(HOLD_MS / 1000);
const heldBody = kib(constant('json-body.ts', 'MAX_HELD_BYTES'));
const member = kib(MAX_MEMBER_BYTES);
const deep = kib(1024 * found('outline.ts', /STRING_BYTES = \[.* (\d+)\]/));

/** Sentences of the pages, with the numbers that the code has now. Pages wrap lines, so any blank is a space here. */
const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  'README.md': [
    `Node.js ${node20}+, ${node22}+, 24 and 26`,
    `<http://${host}:${port}/metrics>`,
    `${percent(available.target)} % available, ${percent(latency.target)} % within ${word(latency.threshold)} seconds, at most ${percent(1 - errors.target)} % errors`,
    `Traces are at <http://127.0.0.1:${composed('JAEGER')}>, dashboards at <http://127.0.0.1:${composed('GRAFANA')}>`,
    `OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${composed('OTLP_HTTP')} `,
  ],
  'README.zh-CN.md': [
    `Node.js ${node20}+、${node22}+、24、26`,
    `<http://${host}:${port}/metrics>`,
    `可用性 ${percent(available.target)}%，${percent(latency.target)}% 的回答在两秒之内，错误率不超过 ${percent(1 - errors.target)}%`,
    `链路在 <http://127.0.0.1:${composed('JAEGER')}>，仪表盘在 <http://127.0.0.1:${composed('GRAFANA')}>`,
    `指标端点只监听 ${host}，`,
  ],
  'docs/agents.md': [
    `Tool names beyond the first ${constant('telemetry/mcp/metrics.ts', 'MAX_TOOLS')} are recorded as`,
  ],
  'docs/cost.md': [
    `wait for their price, at most a ${word(constant('genai-prices.ts', 'MAX_WAITING'))};`,
    `is looked up again ${constant('library-prices.ts', 'HOLDS_MS') === 60_000 ? 'once a minute' : 'at another interval'}`,
  ],
  'docs/faq.md': [`The metrics endpoint listens on ${host}.`],
  'docs/jaeger.md': [
    `Open <http://127.0.0.1:${composed('JAEGER')}/search`,
    `the dashboards at <http://127.0.0.1:${composed('GRAFANA')}>, the alerts of the sample objectives at <http://127.0.0.1:${composed('ALERTMANAGER')}>`,
  ],
  'docs/performance.md': [
    `parses a request text of up to ${kib(constant('request-reader.ts', 'MAX_PARSED_LENGTH'))} or scans`,
    `A JSON answer of up to ${heldBody} is kept`,
    `kept as text and the last ${word(TAIL_EVENTS)} as bytes`,
    `on the application's thread, ${kib(constant('decode/encoding.ts', 'STEP_BYTES'))} at a time`,
    `exceeds ${mib(constant('decode/encoding.ts', 'MAX_DECODED_BYTES'))} plus ${word(constant('decode/encoding.ts', 'DECODED_PER_ENCODED'))} times its encoded size`,
    `A member of a request above ${member} is left out`,
    `In an answer or an event above ${heldBody}, strings above ${member} (${deep} if they are deeply nested)`,
    `the last ${word(TAIL_EVENTS)}, the last one in between`,
    `the first ${constant('response-reader.ts', 'MAX_RECORDED').toLocaleString('en-US')} chunks of a call`,
    `The last ${word(TAIL_EVENTS)} events of a stream add to this: a buffer that begins with ${constant('event-tail.ts', 'MIN_TAIL_BYTES')} bytes and grows to ${word(TAIL_EVENTS)} times the size of the events, ${kib(MAX_TAIL_BYTES)} at most`,
  ],
  'docs/privacy.md': [
    `\`maxContentBytes\` (${kib(maxContentBytes)}) limits`,
    `\`maxBodyBytes\` (${mib(maxBodyBytes)}) limits`,
    `binary content larger than ${part(maxPayloadLength(1024) / 1024)} of the limit is emptied`,
  ],
  'docs/reliability.md': [
    `\`port ${port} is in use, so`,
    `the process waits ${held} seconds at most, prints \`what was measured last could not be sent within ${HOLD_MS / 1000} s\``,
    `ends by itself ends within ${held} seconds:`,
    `gives up each export after ${held} seconds,`,
  ],
};

/** Sizes that were measured, and are no limits. */
const MEASURED =
  /at most 0\.3 MiB beside|and 16 to 19 MiB of memory|2\.5 KB with|calls of 100 MB through|for 3 MB of text/g;

const plain = (page: string) => page.replace(/\s+/g, ' ');

describe('numbers in the documents', () => {
  for (const [path, claims] of Object.entries(CLAIMS)) {
    it(`are those of the code: ${path}`, () => {
      const page = plain(pages.get(path)!);
      assert.deepEqual(
        claims.filter(claim => !page.includes(claim)),
        []
      );
    });
  }

  it('of bytes are all among the claims above', () => {
    const size = /\b[\d.,]+ [KM]i?B\b/g;
    const unclaimed = [...pages].flatMap(([path, page]) =>
      [
        ...(CLAIMS[path] ?? [])
          .reduce((text, claim) => text.replaceAll(claim, ''), plain(page))
          .replace(MEASURED, '')
          .matchAll(size),
      ].map(([text]) => `${path}: ${text}`)
    );
    assert.deepEqual(unclaimed, []);
  });

  it('of options are their defaults', () => {
    const defaults = new Map(
      OPTIONS.map(({ option, default: text }) => [option, text])
    );
    assert.equal(defaults.get('maxModels'), String(maxModels));
    assert.equal(defaults.get('maxBodyBytes'), mib(maxBodyBytes));
    assert.equal(defaults.get('maxContentBytes'), kib(maxContentBytes));
    const docstrings = readFileSync(
      join(root, 'src/config/options.ts'),
      'utf8'
    );
    for (const [end, option] of [
      [`\`_OTHER\`. Default ${maxModels}. */`, 'maxModels'],
      [`is recorded. Default ${mib(maxBodyBytes)}. */`, 'maxBodyBytes'],
      [`are cut. Default ${kib(maxContentBytes)}. */`, 'maxContentBytes'],
    ]) {
      assert.match(
        docstrings,
        new RegExp(`${end!.replace(/[.*]/g, '\\$&')}\\s+${option!}\\?:`)
      );
    }
  });
});
