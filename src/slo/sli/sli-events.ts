// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../../call.ts';
import type { GroupLabel } from '../objectives/objective.ts';
import type { SliEvent } from './sli.ts';
import { TOOL } from './tools.ts';

/** The facts that objectives are matched and grouped by. */
export type Target = Pick<SliEvent, GroupLabel | 'transport'>;

export function targetOf(call: Call): Target {
  const { provider, operation, request, protocol } = call;
  return {
    provider,
    model: request.model,
    operation,
    tool: undefined,
    transport: protocol ?? 'http',
  };
}

/** A call of a model that has ended. */
export function eventOf(call: Call): SliEvent {
  const { request, errorType, status, times } = call;
  const { start, end, firstChunk, firstAudio } = times;
  return {
    ...targetOf(call),
    stream: request.stream === true,
    errorType,
    status,
    seconds: {
      ...(end !== undefined && { duration: (end - start) / 1000 }),
      ...(firstChunk !== undefined && {
        time_to_first_chunk: (firstChunk - start) / 1000,
      }),
      ...(firstAudio !== undefined && {
        time_to_first_audio: (firstAudio - start) / 1000,
      }),
    },
  };
}

export function toolTarget(tool: string | undefined): Target {
  return {
    provider: undefined,
    model: undefined,
    operation: TOOL,
    tool,
    transport: undefined,
  };
}

/** A call of a tool that has ended. */
export function toolEvent(
  tool: string | undefined,
  ended: Pick<SliEvent, 'errorType' | 'status'>,
  seconds: number
): SliEvent {
  return {
    ...toolTarget(tool),
    ...ended,
    stream: false,
    seconds: { duration: seconds },
  };
}
