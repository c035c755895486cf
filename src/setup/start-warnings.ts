// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { read, type SdkDefaults } from './environment.ts';
import { mayUseNetwork } from './network.ts';
import { sdkReadsFiles } from './sdk.ts';
import { unknownVariables } from './unknown-variables.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Returns the settings that have no effect, or another one than the user may expect, as messages for the SDK's start. */
export function startWarnings(
  environment: Variables,
  defaults: SdkDefaults,
  worker: { readonly id: number } | undefined
): string[] {
  const warnings = [unknownVariables(environment)];
  if (!mayUseNetwork()) {
    warnings.push(
      'this process may not use the network, so metrics cannot be scraped and nothing can be sent. Add --allow-net to the flags of node.'
    );
  }
  // Only the first worker reports it.
  if (
    worker?.id === 1 &&
    defaults.variables['OTEL_METRICS_EXPORTER'] === 'none'
  ) {
    warnings.push(
      'workers of a cluster share a port and cannot be scraped; their metrics need OTEL_EXPORTER_OTLP_ENDPOINT'
    );
  }
  return warnings.filter(warning => warning !== undefined);
}

/** Returns why the SDK does not start from `OTEL_CONFIG_FILE`, if it is set: early versions of SDK 2.x read no file. */
export function configFileProblem(environment: Variables): string | undefined {
  if (read(environment, 'OTEL_CONFIG_FILE') === undefined) return undefined;
  try {
    if (sdkReadsFiles()) return undefined;
  } catch {
    // The package is missing, which is reported when the SDK starts.
    return undefined;
  }
  return 'OTEL_CONFIG_FILE: this version of @opentelemetry/sdk-node reads no configuration file. Only the options of this instrumentation are taken from it. Update @opentelemetry/sdk-node, or configure the SDK by OTEL_* variables.';
}
