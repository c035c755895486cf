// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { GenAIInstrumentation } from '../instrumentation.ts';
import { genAIViews } from '../slo/sli/views.ts';
import { keepLogger } from './diagnostics.ts';
import { read } from './environment.ts';
import { missingPackage } from './say.ts';

export interface RunningSdk {
  shutdown(): Promise<void>;
}

type StartFromFile = (options: {
  instrumentations: Instrumentation[];
}) => RunningSdk;

/** The function that starts from a file has different names in SDK 2.x and 3.x. */
interface FileStarter {
  readonly startNodeSdk?: StartFromFile;
  readonly startNodeSDK?: StartFromFile;
}

/**
 * Starts an SDK with the configuration from the environment.
 *
 * @param keepSpans Spans are not exported, but must keep callers and calls in one trace.
 */
export function startSdk(
  instrumentations: Instrumentation[],
  keepSpans: boolean
): RunningSdk {
  const { NodeSDK, ...others } = sdkNode();
  const startFromFile = fileStarterOf(others);
  if (read(process.env, 'OTEL_CONFIG_FILE') && startFromFile) {
    return keepLogger(() => startFromFile({ instrumentations }));
  }
  const sdk = new NodeSDK({
    instrumentations,
    views: genAIViews(objectivesOf(instrumentations)),
    ...(keepSpans ? { spanProcessors: [keepNothing] } : {}),
  });
  sdk.start();
  return sdk;
}

type SdkNode = typeof import('@opentelemetry/sdk-node') & FileStarter;

function sdkNode(): SdkNode {
  return require('@opentelemetry/sdk-node') as SdkNode;
}

function fileStarterOf(sdk: FileStarter): StartFromFile | undefined {
  return sdk.startNodeSdk ?? sdk.startNodeSDK;
}

/** Whether the installed SDK can start from a configuration file. Early versions of SDK 2.x cannot. */
export function sdkReadsFiles(): boolean {
  return fileStarterOf(sdkNode()) !== undefined;
}

/**
 * Loads the SDK before the first span starts it: loading takes longer than starting, and would delay the application's
 * first call. A missing package is reported only when the SDK starts.
 */
export function loadSdkAhead(): void {
  try {
    sdkNode();
  } catch (error) {
    if (missingPackage(error) === undefined) throw error;
  }
}

function objectivesOf(instrumentations: readonly Instrumentation[]) {
  return instrumentations.find(one => one instanceof GenAIInstrumentation)
    ?.objectives;
}

/** Without a processor, the SDK creates no tracer provider, and calls would lose their traceparent. */
const keepNothing = {
  onStart(): void {},
  onEnd(): void {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
