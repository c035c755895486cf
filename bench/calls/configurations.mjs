// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Rows and columns of the table that `npm run bench` prints.

/** Calls of one round: about a tenth of a second each. */
export const KINDS = {
  openaiChat: { title: 'chat, openai', calls: 60 },
  openaiStream: { title: 'stream, openai', calls: 8 },
  fetchChat: { title: 'chat, fetch', calls: 60 },
  fetchStream: { title: 'stream, fetch', calls: 16 },
  anthropicChat: { title: 'chat, anthropic', calls: 60 },
  anthropicStream: { title: 'stream, anthropic', calls: 8 },
};

const FETCH = ['fetchChat', 'fetchStream'];
const OPENAI = ['openaiChat', 'openaiStream'];
const ANTHROPIC = ['anthropicChat', 'anthropicStream'];
const ALL = [...OPENAI, ...FETCH, ...ANTHROPIC];

const SDK = {
  '@opentelemetry/api': '1.10',
  '@opentelemetry/context-async-hooks': '3',
  '@opentelemetry/instrumentation': '0.301',
  '@opentelemetry/instrumentation-http': '0.301',
  '@opentelemetry/instrumentation-undici': '0.34',
  '@opentelemetry/sdk-metrics': '3',
  '@opentelemetry/sdk-trace': '3',
};

/** The client packages by the name of their folder. */
export const CLIENTS = {
  newest: { openai: '7.57.0', '@anthropic-ai/sdk': '1.12.0' },
  openai6: { openai: '6.49.0', zod: '4.6.7' },
};

/** Others are installed when `--peers` asks for them. `OpenTelemetry` packages stand beside each, so that it has one API. */
export const PEERS = {
  contrib: { ...SDK, '@opentelemetry/instrumentation-openai': '0.22.0' },
  langfuse: {
    ...SDK,
    '@langfuse/core': '5.11.1',
    '@langfuse/openai': '5.11.1',
    '@langfuse/tracing': '5.11.1',
  },
  openinference: {
    ...SDK,
    '@arizeai/openinference-instrumentation-anthropic': '0.2.8',
    '@arizeai/openinference-instrumentation-openai': '4.2.7',
  },
};

/** Anthropic's client makes spans of its own unless it is told not to. */
const environment = { ANTHROPIC_OPEN_TELEMETRY: 'false' };

/**
 * `base` is the row that the ratios of a row are of; `spans` how many one call must make; `only` the kinds that a row
 * has something to say of.
 */
export const ROWS = [
  { name: 'without anything', only: ALL },
  { name: 'SDK alone', preload: 'sdk-only', only: ALL, spans: 0 },
  {
    name: "undici's and http's spans",
    preload: 'http',
    only: ALL,
    spans: 1,
  },
  { name: 'ours', preload: 'ours', only: ALL, spans: 1 },
  {
    name: 'ours, chunkMetrics: false',
    preload: 'ours',
    options: { chunkMetrics: false },
    only: ALL,
    spans: 1,
  },
  {
    name: 'SDK by hand',
    preload: 'by-hand',
    only: ALL,
    spans: 1,
  },
  {
    name: 'SDK by hand, no chunk metric',
    preload: 'by-hand',
    options: { chunkMetrics: false },
    // Chats too: a process that makes nothing but streams makes them for half the price, with us or without.
    only: ALL,
    spans: 1,
  },
  {
    name: 'ours, every call refused',
    preload: 'ours',
    options: { refused: true },
    only: ALL,
    spans: 0,
  },
  {
    name: 'ours with http spans',
    preload: 'ours',
    options: { withHttp: true },
    only: ALL,
    spans: 2,
  },
  {
    name: 'langfuse',
    preload: 'langfuse',
    peer: 'langfuse',
    only: OPENAI,
    spans: 1,
  },
  {
    name: 'openinference',
    preload: 'openinference',
    peer: 'openinference',
    only: [...OPENAI, ...ANTHROPIC],
    spans: 1,
  },
  {
    name: 'without anything, openai 6',
    clients: 'openai6',
    peer: 'contrib',
    only: OPENAI,
  },
  {
    name: 'contrib, openai 6',
    preload: 'contrib',
    clients: 'openai6',
    peer: 'contrib',
    base: 'without anything, openai 6',
    only: OPENAI,
    spans: 1,
  },
  {
    name: 'contrib with http spans, openai 6',
    preload: 'contrib',
    options: { withHttp: true },
    clients: 'openai6',
    peer: 'contrib',
    base: 'without anything, openai 6',
    only: OPENAI,
    spans: 2,
  },
  {
    name: 'ours, openai 6',
    preload: 'ours',
    clients: 'openai6',
    peer: 'contrib',
    base: 'without anything, openai 6',
    only: OPENAI,
    spans: 1,
  },
].map(row => ({ base: 'without anything', environment, ...row }));

/** @param before a checkout in which the package is built, to be a row of its own. */
export function rowsOf(before) {
  if (before === undefined) return ROWS;
  const ours = ROWS.findIndex(({ name }) => name === 'ours');
  const row = { ...ROWS[ours], name: 'ours, before', ours: before };
  return ROWS.toSpliced(ours, 0, row);
}
