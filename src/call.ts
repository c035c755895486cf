// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

export type {
  CallContent,
  Message,
  MessagePart,
  OutputMessage,
  ToolDefinition,
} from './content/messages.ts';

/** `gen_ai.operation.name` of the calls that a wire client can meet. */
export type Operation =
  | 'chat'
  | 'text_completion'
  | 'embeddings'
  | 'generate_content'
  | 'invoke_agent'
  | 'fetch_response'
  // The conventions have no name for these two.
  | 'rerank'
  | 'moderation';

const INFERENCES: ReadonlySet<Operation> = new Set([
  'chat',
  'text_completion',
  'generate_content',
]);

/** Whether a model is asked to go on writing; embeddings, and what was written before, are something else. */
export function isInference({ operation }: Pick<Call, 'operation'>): boolean {
  return INFERENCES.has(operation);
}

/** Facts of the request. A field that the request does not contain is absent. */
export interface RequestFacts {
  /** Where the body tells the operation, and the path only what it usually is. */
  operation?: Operation;
  model?: string;
  stream?: boolean;
  maxTokens?: number;
  choiceCount?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  seed?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
  stopSequences?: string[];
  outputType?: 'text' | 'json' | 'image' | 'speech';
  serviceTier?: string;
  apiType?: 'chat_completions' | 'responses';
  reasoningLevel?: string;
  conversationId?: string;
  previousResponseId?: string;
  encodingFormats?: string[];
  dimensionCount?: number;
  /** Of Bedrock: the guardrail that was asked for. */
  guardrailId?: string;
  /** Of a stored response that is fetched. */
  responseId?: string;
  /** Of a stream that goes on: the last event that had come. */
  streamCursor?: string;
}

/** Kinds of content that providers count tokens of apart. */
export type TokenModality = 'text' | 'image' | 'audio';

/** Counts of one total by kind of content, as far as the provider told them apart. */
export type TokensByModality = Partial<Record<TokenModality, number>>;

/** Facts of the response. All numbers were reported by the provider; none is counted, guessed or defaulted. */
export interface ResponseFacts {
  id?: string;
  model?: string;
  /** By choice index; a choice whose reason was not sent is a hole. */
  finishReasons?: (string | undefined)[];
  inputTokens?: number;
  outputTokens?: number;
  cacheReadTokens?: number;
  cacheWriteTokens?: number;
  reasoningTokens?: number;
  inputTokensBy?: TokensByModality;
  cacheReadTokensBy?: TokensByModality;
  outputTokensBy?: TokensByModality;
  serviceTier?: string;
  systemFingerprint?: string;
  /** Of a stored response that is fetched: how far it had come. */
  status?: string;
  /** The provider's error code or type, also one that came inside a 200. Low cardinality, never free text. */
  errorType?: string;
  /** The stream's own end marker was seen: leaving after it is not leaving early. */
  complete?: boolean;
}

/** Rate limits that a provider reported in the headers of one response. */
export interface Limits {
  /** Requests or tokens that remain before calls are refused. */
  readonly remaining: Readonly<Partial<Record<LimitKind, number>>>;
  /** How long to wait before the next attempt, in seconds. */
  readonly retryAfter?: number;
}

/** Kinds of rate limits. */
export type LimitKind = 'requests' | 'tokens';

/** Monotonic times of one call, in milliseconds of `performance.now()`. */
export interface CallTimes {
  start: number;
  /** First and latest chunk of a streamed response. */
  firstChunk?: number;
  lastChunk?: number;
  /** First piece of sound. */
  firstAudio?: number;
  end?: number;
  /** Start and end are those of events that were seen earlier, so the span has them as well. */
  areOfEvents?: boolean;
}

/** One call to a GenAI API, neutral of wire, dialect and convention. */
export interface Call {
  readonly provider: string;
  /** Nobody said whose the host is: the provider is the one whose format it speaks. */
  readonly providerAssumed?: boolean;
  /** Follows from the path first; the body may correct it. */
  operation: Operation;
  readonly serverAddress: string;
  /** `undefined` for a Unix socket, whose path is the address. */
  readonly serverPort: number | undefined;
  /** The protocol of the messages, if it is not HTTP. */
  readonly protocol?: 'websocket';
  /** Attempts before this one, as the client's SDK says; 0 for the first. */
  resendCount: number;
  readonly request: RequestFacts;
  readonly response: ResponseFacts;
  readonly times: CallTimes;
  /** Seconds from each chunk of a stream to the next, as far as they have not been recorded yet. */
  readonly chunkIntervals: number[];
  /** Rate limits, known when the head of a response has come. */
  limits?: Limits;
  /** HTTP status, once a response came. */
  status?: number;
  /** Set when the call failed; see errors of the conventions: provider's code, else status, else a low-cardinality name. */
  errorType?: string;
  /** Text of a transport failure, from the table of src/error-text.ts. Never a message, which may quote the request. */
  errorMessage?: string;
}
