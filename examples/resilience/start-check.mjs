// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Before the first user comes: is the key taken, and does it have the models that we ask for?
import OpenAI from 'openai';
import { apiKey, baseURL } from './client.mjs';

/** Fails at once and says what to mend; retries of its own only for what passes by itself. */
export async function checkAccess({ key, models }) {
  const openai = new OpenAI({ baseURL, apiKey: key, timeout: 5000 });
  const offered = new Set();
  for await (const { id } of openai.models.list()) offered.add(id);
  const missing = models.filter(model => !offered.has(model));
  if (missing.length === 0) return;
  throw new Error(
    `no such model: ${missing.join(', ')}; there are ${[...offered].join(', ')}`
  );
}

const configurations = [
  { key: apiKey, models: ['gpt-4o-mini'] },
  { key: apiKey, models: ['gpt-4o-mini', 'gpt-3.5-turbo'] },
  { key: 'wrong', models: ['gpt-4o-mini'] },
];
for (const configuration of configurations) {
  try {
    await checkAccess(configuration);
    console.log('ready');
  } catch (error) {
    // In an application: process.exit(1), so that the old version keeps running.
    console.log(`not ready: ${error.message}`);
  }
}
