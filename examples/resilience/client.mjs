// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import OpenAI from 'openai';

export const baseURL =
  process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1';
export const apiKey = process.env.OPENAI_API_KEY ?? 'mock-key';

/** The client's own retries are off: inside of ours they would multiply, three times three attempts for one answer. */
export const openai = new OpenAI({ baseURL, apiKey, maxRetries: 0 });

export const messages = [{ role: 'user', content: 'What is resilience?' }];
