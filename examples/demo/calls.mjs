// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failingCalls } from './calls-failing.mjs';
import { openaiCalls } from './calls-openai.mjs';
import { plainCalls } from './calls-plain.mjs';
import { toolCalls } from './calls-tools.mjs';
import { turnCalls } from './calls-turns.mjs';
import { createClients } from './clients.mjs';

/**
 * What the application does. Each call has a name, how often it is made, how many HTTP attempts that takes
 * and how many turns over WebSocket, and what the application should see of it.
 *
 * @param {Record<'openai' | 'groq' | 'deepseek' | 'mcp' | 'realtime' | 'closed', string> & { key: string }} targets base URLs
 * @param {{ failing?: boolean }} [options] whether calls fail, too
 * @returns {{ kind: string, times?: number, attempts?: number, refused?: number, tools?: number, turns?: number, sees: RegExp,
 *   run: (name: string) => Promise<string> }[]}
 */
export function createCalls(targets, { failing = true } = {}) {
  const clients = createClients(targets);
  return [
    ...openaiCalls(clients),
    ...plainCalls(clients, targets),
    ...toolCalls(clients, targets),
    ...turnCalls(clients, targets),
    ...(failing ? failingCalls(clients, targets) : []),
  ];
}
