// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
/** One piece of a message, in the shape of the conventions' JSON schemas. */
export type MessagePart =
  | { type: 'text'; content: string }
  | { type: 'reasoning'; content: string }
  | { type: 'tool_call'; id?: string; name: string; arguments?: unknown }
  | { type: 'tool_call_response'; id?: string; response: unknown }
  | {
      type: 'server_tool_call';
      id?: string;
      name: string;
      server_tool_call: ServerTool;
    }
  | {
      type: 'server_tool_call_response';
      id?: string;
      server_tool_call_response: ServerTool;
    }
  /** `content` is base64; empty if it was too large to be kept. */
  | { type: 'blob'; modality: string; mime_type?: string; content: string }
  | { type: 'file'; modality: string; mime_type?: string; file_id: string }
  | { type: 'uri'; modality: string; mime_type?: string; uri: string }
  /** Content without a part of its own in the schemas; `generic_type` is the provider's name for it. */
  | { type: 'generic'; generic_type: string; [detail: string]: unknown };

/** Arguments or result of a tool that the provider runs. */
export interface ServerTool {
  type: string;
  [detail: string]: unknown;
}

/** One message of a conversation. */
export interface Message {
  /** `system`, `user`, `assistant`, `tool`, or the provider's own word. */
  role: string;
  parts: MessagePart[];
  name?: string;
}

/** One choice of the answer. */
export interface OutputMessage extends Message {
  /** `stop`, `length`, `content_filter`, `tool_call`, `error`, or the provider's own word; absent when none came. */
  finish_reason?: string;
}

/** A tool that the model may use: its type and name, without description and parameters. */
export interface ToolDefinition {
  type: string;
  name: string;
}

/** Prompts of a request. */
export interface RequestContent {
  /** In the order in which they were sent. */
  inputMessages?: Message[] | undefined;
  /** Only if the API takes them separately from the messages. */
  systemInstructions?: MessagePart[] | undefined;
  toolDefinitions?: ToolDefinition[] | undefined;
}

/** Prompts and answers of one call. A member without content is absent. */
export interface CallContent extends RequestContent {
  /** One for each choice. */
  outputMessages?: OutputMessage[] | undefined;
}
