// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { diag } from '@opentelemetry/api';
import type { Call } from '../call.ts';

/** Maximum number of hosts that are remembered and reported; a process calls only a few. */
const MAX_HOSTS = 100;
const reported = new Set<string>();
/** The last checked host: comparing it is cheaper than building and hashing its name. */
let lastAddress: string | undefined;
let lastPort: number | undefined;

/** Reports once for each unknown host which provider its calls are attributed to, and how to name the host. */
export function reportAssumedProvider({
  provider,
  providerAssumed,
  serverAddress,
  serverPort,
}: Call): void {
  if (providerAssumed !== true) return;
  if (serverAddress === lastAddress && serverPort === lastPort) return;
  lastAddress = serverAddress;
  lastPort = serverPort;
  const host =
    serverPort === undefined ? serverAddress : `${serverAddress}:${serverPort}`;
  if (reported.has(host) || reported.size >= MAX_HOSTS) return;
  reported.add(host);
  diag.info(
    `GenAI: ${host} is in no table of providers, so its calls are reported as ${provider}, whose format they have. ` +
      `Name it with the option providers, or with OTEL_INSTRUMENTATION_GENAI_PROVIDERS=${host}=<name>.`
  );
}
