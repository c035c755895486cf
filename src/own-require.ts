// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createRequire } from 'node:module';

/**
 * Loads a dependency when it is needed, and at once: most processes never need it, and ES modules have no such import.
 * scripts/build.mjs puts `__filename` for the URL in the CommonJS build, which has none.
 */
export const ownRequire = createRequire(
  // eslint-disable-next-line @typescript-eslint/ban-ts-comment -- an error in one of the two builds only
  // @ts-ignore
  import.meta.url
) as (name: string) => unknown;
