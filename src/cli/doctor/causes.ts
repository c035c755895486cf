// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { list, read } from '../../setup/environment.ts';
import { NAME } from '../../version.ts';
import type { Environment, Finding } from './finding.ts';
import type { PackageCopy, Sighting } from './sighting.ts';
import { valueOf } from './variable-values.ts';

/** Why spans or metrics are missing; `undefined`: nothing that the doctor can see explains it. */
export type Cause =
  { readonly kind: Finding['kind']; readonly text: string } | undefined;

export interface Causes {
  /** Two incompatible copies of the API: a problem even if nothing is missing yet. */
  readonly conflict: string | undefined;
  /** Why there is neither a span nor a metric. */
  readonly shared: Cause;
  readonly spans: Cause;
  readonly metrics: Cause;
}

export function causesOf(sighting: Sighting, environment: Environment): Causes {
  const conflict = conflictOf(sighting);
  return {
    conflict,
    shared:
      switchedOff(sighting, environment) ??
      (conflict === undefined ? inactive(sighting) : undefined),
    spans: spansCause(sighting, environment),
    metrics: metricsCause(sighting, environment),
  };
}

/** Providers work and calls succeed, but nothing is recorded. */
function inactive({
  traces,
  metrics,
  failures,
  spans,
  histograms,
}: Sighting): Cause {
  const isRead =
    traces.name !== undefined &&
    metrics.name !== undefined &&
    traces.isReadable &&
    metrics.isReadable &&
    traces.recordsNothing !== true;
  if (!isRead || Object.keys(failures).length > 0) return undefined;
  if (histograms.length > 0) return undefined;
  if (spans.some(({ model }) => model !== undefined)) return undefined;
  return {
    kind: 'problem',
    text: 'the application loads opentelemetry-instrumentation-genai but does not use it. Add new GenAIInstrumentation() to the instrumentations of its setup, without enabled: false',
  };
}

/** A cause that the findings about variables have already reported. */
function seen(text: string): Cause {
  return { kind: 'note', text };
}

function switchedOff(sighting: Sighting, environment: Environment): Cause {
  const { traces, metrics } = sighting;
  if (read(environment, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true') {
    return seen('OTEL_SDK_DISABLED=true');
  }
  const disabled = list(environment, 'OTEL_NODE_DISABLED_INSTRUMENTATIONS');
  if (disabled.includes('genai')) {
    return seen('OTEL_NODE_DISABLED_INSTRUMENTATIONS=genai');
  }
  if (isActive(sighting)) return undefined;
  const others = traces.name ?? metrics.name;
  return {
    kind: 'problem',
    text:
      others === undefined
        ? 'the application loads no OpenTelemetry SDK and not this package. Start it with --require opentelemetry-instrumentation-genai/register'
        : 'the application does not load opentelemetry-instrumentation-genai. Add new GenAIInstrumentation() to the instrumentations of its setup',
  };
}

/** Whether this package works in the application. A bundler puts its code into files of other names (Next.js). */
function isActive({ isLoaded, spans, histograms }: Sighting): boolean {
  return (
    isLoaded ||
    histograms.length > 0 ||
    spans.some(({ scope, model }) => scope === NAME && model !== undefined)
  );
}

function spansCause({ traces }: Sighting, environment: Environment): Cause {
  const { name, recordsNothing = false, sampler = '' } = traces;
  const isOff = /^AlwaysOff/.test(sampler);
  if (name === undefined || recordsNothing || isOff) {
    const chosen =
      (isOff ? undefined : valueOf(environment, 'OTEL_TRACES_EXPORTER')) ??
      valueOf(environment, 'OTEL_TRACES_SAMPLER');
    if (chosen !== undefined) return seen(chosen.text);
  }
  if (name === undefined) {
    return {
      kind: 'problem',
      text: 'no tracer provider is registered: the setup has no span exporter, or was not started',
    };
  }
  if (isOff) {
    return { kind: 'warning', text: `the sampler of the setup is ${sampler}` };
  }
  if (
    recordsNothing ||
    /^(?:ParentBased\{root=)?(?:AlwaysOff|TraceIdRatio)/.test(sampler)
  ) {
    return {
      kind: 'unknown',
      text: `cannot tell: ${recordsNothing ? 'the provider creates spans that are not recorded' : `the sampler ${sampler} drops traces`}`,
    };
  }
  return undefined;
}

function metricsCause({ metrics }: Sighting, environment: Environment): Cause {
  const chosen = valueOf(environment, 'OTEL_METRICS_EXPORTER');
  // SDK 2.0 registers a provider without a reader if it does not know the exporter.
  if (chosen !== undefined && metrics.destinations.length === 0) {
    return seen(chosen.text);
  }
  if (metrics.name !== undefined) return undefined;
  return {
    kind: 'problem',
    text: 'no meter provider is registered: the setup has no metric reader, or was not started',
  };
}

/** Two copies of the API of which one cannot use what the other has registered. */
function conflictOf({
  apis,
  ownApi,
  registeredBy,
}: Sighting): string | undefined {
  if (registeredBy === undefined) return undefined;
  const copies = new Map<string, PackageCopy>(
    [...apis, ...(ownApi === undefined ? [] : [ownApi])].map(copy => [
      copy.folder,
      copy,
    ])
  );
  const newer = [...copies.values()].filter(
    ({ version }) => !accepts(version, registeredBy)
  );
  if (newer.length === 0) return undefined;
  const named = [...copies.values()].map(
    ({ version, folder }) => `${version} in ${folder}`
  );
  return `two copies of @opentelemetry/api: ${named.join(', ')}. The providers are registered by ${registeredBy}, and the newer copy ignores them: calls are not in the traces of the rest of the application, and metrics may be missing. Install a single version: npm ls @opentelemetry/api shows which package needs which version`;
}

/** Like the API itself: a copy accepts registrations by its own minor version or a later one. */
function accepts(version: string, registeredBy: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [itsMajor = 0, itsMinor = 0] = registeredBy.split('.').map(Number);
  return major === itsMajor && minor <= itsMinor;
}
