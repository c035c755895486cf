// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  context,
  diag,
  metrics,
  ProxyTracerProvider,
  trace,
  type TracerProvider,
} from '@opentelemetry/api';
import {
  registerInstrumentations,
  type Instrumentation,
} from '@opentelemetry/instrumentation';
import { GenAIInstrumentation, NAME } from '../instrumentation.ts';
import { openCalls } from '../observe/open-calls.ts';
import { keepLogger, listenToDiag, sayHeldBack } from './diagnostics.ts';
import {
  isTrue,
  list,
  read,
  sdkDefaults,
  withVariables,
} from './environment.ts';
import { flushAtExit } from './flush-at-exit.ts';
import {
  buildHttpInstrumentations,
  keepRequireHookApart,
  patchHttpNow,
  silence,
} from './instrumentations.ts';
import {
  followingProvider,
  providerIsRegistered,
  watchRegistrations,
} from './registrations.ts';
import { missingPackage, sayNotStarted } from './say.ts';
import { whenSettled } from './settled.ts';
import { startMessage } from './start-message.ts';
import { unknownVariables } from './unknown-variables.ts';
import { genAIViews } from '../slo/sli/views.ts';
import { isSuppressed } from '../telemetry/call-context.ts';
import { lostSpans } from '../telemetry/lost-spans.ts';

const NOOP = new ProxyTracerProvider().getDelegate();

interface RunningSdk {
  shutdown(): Promise<void>;
}

/**
 * Builds and starts an SDK, or joins the one that is there.
 *
 * Whoever registers a provider wins over us, before or after. So ours is not built at once, only watched for: the
 * instrumentations patch now, before the application loads anything, and the SDK starts with the first span that
 * anybody makes or the first trace that comes in, or after a second in which nothing else came up. (With `--require` the main module runs right after us, without a tick between; an
 * ES module comes many ticks later.) A setup at the top of the application, or in a later `--require`, thus finds the
 * API, the port and the require hooks as if we were not there. One that comes later still, after an `await`, takes the
 * place of ours, which is shut down; only the port may then be taken.
 *
 * Instruments that the application makes by the API alone before the SDK has started stay without effect, as always.
 */
export function setup(): void {
  const environment = process.env;
  if (isTrue(environment, 'OTEL_SDK_DISABLED')) return;
  if (providerIsRegistered()) {
    register(genAI());
    return;
  }

  let phase: 'waiting' | 'own' | 'over' = 'waiting';
  let sdk: RunningSdk | undefined;
  let spans: TracerProvider = NOOP;
  let stopFlushing: (() => void) | undefined;
  const worker = clusterWorker();
  const defaults = sdkDefaults(environment, worker === undefined);

  const registrations = watchRegistrations(() => {
    leave(phase === 'own');
    register(genAI());
  });
  const following = followingProvider(scope => {
    // A span that is suppressed is none: resource detectors of a setup that is under way ask around like that.
    if (!isSuppressed(context.active())) {
      start();
      if (scope === NAME) sayHeldBack();
    }
    return phase === 'own' ? spans : registeredProvider();
  });
  registrations.standIn(following);
  // A server reads the caller's trace before it makes its first span: too late for the propagator to come with that.
  registrations.beforeExtract(() => start());

  const own = genAI();
  const { http, missing } = buildHttpInstrumentations(
    environment,
    defaults.prometheusPort
  );
  patchHttpNow();
  // After that, for it lets ours go on top of the HTTP instrumentation at once.
  register([...own, ...http]);
  keepRequireHookApart([...own, ...http]);
  const stopWaiting = whenSettled(() => start());
  loadSdkAhead();

  function start(): void {
    if (phase !== 'waiting') return;
    phase = 'own';
    stopWaiting();
    listenToDiag(read(environment, 'OTEL_LOG_LEVEL'));
    for (const name of missing) diag.info(`${name} is not installed`);
    const unknown = unknownVariables(environment);
    if (unknown !== undefined) diag.warn(unknown);
    // The first one speaks for all.
    if (
      worker?.id === 1 &&
      defaults.variables['OTEL_METRICS_EXPORTER'] === 'none'
    ) {
      diag.warn(
        'workers of a cluster share a port and cannot be scraped; their metrics need OTEL_EXPORTER_OTLP_ENDPOINT'
      );
    }
    try {
      sdk = registrations.asOurs(() =>
        // The SDK's own logger would write to standard output.
        withVariables({ ...defaults.variables, OTEL_LOG_LEVEL: '' }, () =>
          startSdk([...own, ...http], defaults.keepSpans)
        )
      );
    } catch (error) {
      leave(false);
      registrations.standIn(NOOP);
      sayNotStarted(error);
      return;
    }
    diag.info(startMessage(environment, defaults));
    spans = registeredProvider();
    registrations.standIn(following);
    // A process that is only scraped ends as ever: not even a signal is listened to.
    if (defaults.sends) {
      stopFlushing = flushAtExit(signal => {
        if (signal !== undefined) openCalls.abandonAll(signal);
        return flush(spans);
      });
    }
  }

  /** What is behind the API, if it is not us who only stand in. */
  function registeredProvider(): TracerProvider {
    const provider = delegateOf(trace.getTracerProvider());
    return provider === following ? NOOP : provider;
  }

  function leave(started: boolean): void {
    phase = 'over';
    stopWaiting();
    for (const instrumentation of own) instrumentation.disable();
    silence(http, started);
    stopFlushing?.();
    sdk?.shutdown().catch((error: unknown) => diag.error('shutdown', error));
  }
}

/** The user may have switched it off; {@link registerInstrumentations} would enable it all the same. */
function genAI(): Instrumentation[] {
  const disabled = list(process.env, 'OTEL_NODE_DISABLED_INSTRUMENTATIONS');
  return disabled.includes('genai') ? [] : [new GenAIInstrumentation()];
}

function register(instrumentations: Instrumentation[]): void {
  registerInstrumentations({ instrumentations });
}

function startSdk(
  instrumentations: Instrumentation[],
  keepSpans: boolean
): RunningSdk {
  const { NodeSDK, ...others } =
    require('@opentelemetry/sdk-node') as typeof import('@opentelemetry/sdk-node');
  const startFromFile = others.startNodeSdk ?? others.startNodeSDK;
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

function objectivesOf(instrumentations: readonly Instrumentation[]) {
  return instrumentations.find(one => one instanceof GenAIInstrumentation)
    ?.objectives;
}

/**
 * Loading the SDK takes longer than starting it, and the first span starts it: the application's first call would wait.
 * What is missing is said when it is to start.
 */
function loadSdkAhead(): void {
  try {
    require('@opentelemetry/sdk-node');
  } catch (error) {
    if (missingPackage(error) === undefined) throw error;
  }
}

/** Only a process with a channel to its parent can be one, and is not made to load the module for nothing. */
function clusterWorker(): { readonly id: number } | undefined {
  if (!process.connected) return undefined;
  return (require('cluster') as typeof import('node:cluster').default).worker;
}

/** Without a processor the SDK makes no tracer provider, and calls would lose their traceparent. */
const keepNothing = {
  onStart(): void {},
  onEnd(): void {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

function delegateOf(provider: TracerProvider): TracerProvider {
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegate()
    : provider;
}

/** Sends what there is and keeps going: the process may yet live on. */
function flush(spans: TracerProvider): Promise<unknown> {
  lostSpans.endAll();
  return Promise.allSettled(
    [spans, metrics.getMeterProvider()].map(async provider =>
      (provider as { forceFlush?(): Promise<void> }).forceFlush?.()
    )
  );
}
