// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResolvedConfig } from '../../config/config.ts';
import type { GenAIRequestInfo } from '../../config/options.ts';
import type { McpMetrics } from '../../telemetry/mcp/metrics.ts';
import type { Telemetry } from '../ending.ts';
import type { McpAttempts } from './attempts.ts';
import type { OpenRequests } from './open-requests.ts';
import type { McpSessions, OpenEnds } from './sessions.ts';

/** The dependencies that all MCP exchanges of one observer share. */
export interface McpShared {
  readonly config: ResolvedConfig;
  readonly telemetry: Pick<Telemetry, 'tracer' | 'sli'>;
  readonly metrics: McpMetrics;
  readonly sessions: McpSessions;
  readonly attempts: McpAttempts;
  readonly openRequests: OpenRequests;
  readonly openEnds: OpenEnds;
}

/** The origin of one exchange's operations, and the targets to which they are reported. */
export interface McpSurroundings extends McpShared {
  readonly info: GenAIRequestInfo;
}
