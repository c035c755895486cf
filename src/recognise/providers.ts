// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Provider, Route as AnyRoute } from '../dialects/family.ts';
import { type DialectName, nativeProviders } from '../dialects/registry.ts';
import { vendors } from './vendors.ts';

/** One API of a provider: the end of its path, and the format there. */
export type Route = AnyRoute<DialectName>;

/** A provider: its name, hosts and formats. A row of the table, and the argument of `defineProvider`. */
export type ProviderDefinition = Provider<DialectName>;

/**
 * Providers by host: vendors of OpenAI's shape, then those with a format of their own, which its family names
 * (docs/add-a-provider.md). Where two rows share a host, the first with a route for the path is taken.
 */
export const providers: readonly Provider[] = [...vendors, ...nativeProviders];
