// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { CallContent } from '../../call.ts';
import type { ResolvedConfig } from '../../config/config.ts';
import type { GenAIRequestInfo } from '../../config/options.ts';
import { boundedContent } from '../../content/bounded.ts';
import { guarded } from '../../guard.ts';
import type { ToolContent } from '../../telemetry/mcp/span.ts';

/** Whether the content of tool calls is recorded. It is recorded on spans only: the conventions have no event for it. */
export function capturesTools({ captureContent }: ResolvedConfig): boolean {
  return captureContent === 'span' || captureContent === 'both';
}

/**
 * The arguments and the result of a tool call to record, after the user's hook and within the limit. The hook gets them as
 * the call and the response of a tool in messages.
 */
export function toolContent(
  name: string,
  given: unknown,
  result: unknown,
  { contentHook, maxContentBytes }: ResolvedConfig,
  info: GenAIRequestInfo
): ToolContent {
  const content: CallContent = {
    ...(given !== undefined && {
      inputMessages: [
        {
          role: 'assistant',
          parts: [{ type: 'tool_call', name, arguments: given }],
        },
      ],
    }),
    ...(result !== undefined && {
      outputMessages: [
        {
          role: 'tool',
          parts: [{ type: 'tool_call_response', response: result }],
        },
      ],
    }),
  };
  const allowed =
    contentHook === undefined
      ? content
      : guarded('contentHook', () => contentHook(content, info));
  if (allowed === undefined || allowed === null) return {};
  const bounded = boundedContent(allowed, maxContentBytes);
  return {
    arguments: textOf(bounded.inputMessages, 'tool_call', 'arguments'),
    result: textOf(bounded.outputMessages, 'tool_call_response', 'response'),
  };
}

function textOf(
  messages: CallContent['inputMessages'],
  type: string,
  member: string
): string | undefined {
  const parts = messages?.flatMap(message => message.parts) ?? [];
  const part = parts.find(each => each.type === type);
  const value = (part as Record<string, unknown> | undefined)?.[member];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
