// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { anthropicFamily } from './anthropic/family.ts';
import { bedrockFamily } from './bedrock/family.ts';
import { cloudflareFamily } from './cloudflare/family.ts';
import { cohereFamily } from './cohere/family.ts';
import { dashscopeFamily } from './dashscope/family.ts';
import type { Dialect } from './dialect.ts';
import type {
  Family,
  Provider,
  SocketRoute,
  UnknownHostRoute,
} from './family.ts';
import { googleFamily } from './google/family.ts';
import { huggingfaceFamily } from './huggingface/family.ts';
import { mediaFamily } from './media/family.ts';
import { ollamaFamily } from './ollama/family.ts';
import { openaiFamily } from './openai/family.ts';
import { replicateFamily } from './replicate/family.ts';
import { rerankFamily } from './rerank/family.ts';
import { serversFamily } from './servers/family.ts';
import { vercelFamily } from './vercel/family.ts';
import { watsonxFamily } from './watsonx/family.ts';

/** Every family of formats, in the order in which they are tried for an unknown host. */
const families = [
  openaiFamily,
  mediaFamily,
  anthropicFamily,
  googleFamily,
  bedrockFamily,
  cohereFamily,
  ollamaFamily,
  watsonxFamily,
  rerankFamily,
  vercelFamily,
  dashscopeFamily,
  huggingfaceFamily,
  cloudflareFamily,
  replicateFamily,
  serversFamily,
] as const;

type NamesOf<F> = F extends Family<infer Name> ? Name : never;

/** The name of a wire format. */
export type DialectName = NamesOf<(typeof families)[number]>;

/** Every wire format that we read, by the name that routes and options use. */
export const dialectsByName = Object.assign(
  {},
  ...families.map(family => family.dialects)
) as Readonly<Record<DialectName, Dialect>>;

/** Providers with a format of their own. */
export const nativeProviders: readonly Provider[] = families.flatMap(
  (family: Family) => family.providers ?? []
);

/** Requirements on calls to unknown hosts, for each format. A longer path precedes its suffix: /api/generate, /generate. */
export const unknownHostRoutes: readonly UnknownHostRoute[] = families
  .flatMap((family: Family) => family.unknownHosts ?? [])
  .sort((one, other) => other.path.length - one.path.length);

/** WebSockets with turns. */
export const socketRoutes: readonly SocketRoute[] = families.flatMap(
  (family: Family) => family.sockets ?? []
);
