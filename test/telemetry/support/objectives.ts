// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { GenAIInstrumentationConfig } from '../../../src/index.ts';
import type { ObjectiveInput } from '../../../src/slo/objectives/objective-input.ts';
import {
  completion,
  json,
  scriptedServer,
  type Script,
} from './scripted-server.ts';
import { track, type Tracked } from './tracked.ts';

export const EVENTS = 'genai.slo.events';

export const slo = (
  ...objectives: ObjectiveInput[]
): GenAIInstrumentationConfig => ({
  slo: { service: 'chat', objectives },
  providers: [{ name: 'acme', hosts: ['127.0.0.1'] }],
});

export const available = (more: object = {}): ObjectiveInput => ({
  name: 'available',
  kind: 'availability',
  target: 99.9,
  ...more,
});

const target = {
  'gen_ai.provider.name': 'acme',
  'gen_ai.request.model': 'm',
};

/** Values of the counter by objective and outcome, one target's. */
export async function counted(tracked: Tracked, where: object = target) {
  const values = await tracked.values(EVENTS);
  const found: Record<string, number> = {};
  for (const { slo: name, outcome, value, ...labels } of values) {
    try {
      assert.deepEqual(labels, where);
    } catch {
      continue;
    }
    found[`${String(name)} ${String(outcome)}`] = Number(value);
  }
  return found;
}

export async function call(origin: string, body: object = { model: 'm' }) {
  await fetch(`${origin}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
    .then(response => response.text())
    .catch(() => 'failed');
}

export async function calling(
  config: GenAIInstrumentationConfig,
  script: Script,
  use: (origin: string, tracked: Tracked) => Promise<void>
): Promise<void> {
  const tracked = track(config);
  const server = await scriptedServer(script);
  try {
    await use(server.origin, tracked);
  } finally {
    await tracked.stop();
    await server.close();
  }
}

export const failing =
  (status: number, type: string): Script =>
  (_, response) =>
    json(response, status, { error: { type, message: 'no' } });

export const good: Script = (_, response) => json(response, 200, completion);
