// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Classes of failures, with the values of `error.type` in each: provider codes and types, HTTP statuses, codes of
 * Node.js. They are patterns that JavaScript and RE2 read alike, and must match the whole value.
 */
export const ERROR_CLASSES = {
  /** The provider failed. */
  server: [
    '5[0-9][0-9]',
    'server_error',
    'api_error',
    'overloaded_error',
    'internal_server_error',
    'internal_error',
    'service_unavailable',
    'INTERNAL',
    'UNAVAILABLE',
    'InternalServerException',
    'ServiceUnavailableException',
    'ModelErrorException',
    'ModelNotReadyException',
    'ModelStreamErrorException',
    // A tool that reports a failure, and the errors of an MCP server.
    'tool_error',
    '-32603',
    '-320[0-9][0-9]',
    // WebSocket close codes: server error, restart, overload, bad gateway.
    '101[1-4]',
  ],
  /** The call timed out before the answer was complete. */
  timeout: [
    'timeout',
    'TimeoutError',
    'timeout_error',
    '408',
    'ETIMEDOUT',
    'ESOCKETTIMEDOUT',
    'UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT',
    'DEADLINE_EXCEEDED',
    'ModelTimeoutException',
  ],
  /** The connection failed before the answer was complete. */
  network: [
    'ECONN[A-Z]+',
    'ENOTFOUND',
    'EAI_[A-Z]+',
    'EPIPE',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_(SOCKET|CLOSED|DESTROYED|ABORTED|RESPONSE|RES_[A-Z_]+|HEADERS_OVERFLOW)',
    'ERR_(HTTP2|SSL|TLS)_[A-Z0-9_]+',
    'stream_interrupted',
    'invalid_response',
    // WebSocket close codes before the turn had ended: normal closure, going away, no code, abnormal closure.
    '100[0156]',
    'websocket_connection_limit_reached',
  ],
  /** Too many requests for now. */
  throttled: [
    '429',
    'rate_limit_exceeded',
    'inference_rate_limit_exceeded',
    'rate_limit_error',
    'rate_limited',
    'too_many_requests',
    'RESOURCE_EXHAUSTED',
    'ThrottlingException',
    'TooManyRequestsException',
  ],
  /** The paid quota is used up. */
  quota: [
    '402',
    'insufficient_quota',
    'billing_error',
    'billing_hard_limit_reached',
    'billing_not_active',
    'insufficient_balance',
    'exceeded_current_quota_error',
    'ServiceQuotaExceededException',
  ],
  /** The credentials are refused. */
  auth: [
    '401',
    '403',
    'invalid_api_key',
    'invalid_authentication_error',
    'authentication_error',
    'permission_error',
    'permission_denied',
    'account_deactivated',
    'unsupported_country_region_territory',
    'UNAUTHENTICATED',
    'PERMISSION_DENIED',
    'AccessDeniedException',
    'UnrecognizedClientException',
    'InvalidSignatureException',
    'ExpiredTokenException',
  ],
  /** The request is refused. */
  request: [
    '400',
    '404',
    '405',
    '413',
    '415',
    '422',
    'invalid_request_error',
    'invalid_request',
    'invalid_value',
    'invalid_type',
    'invalid_image',
    'unsupported_value',
    'unsupported_parameter',
    'missing_required_parameter',
    'unknown_parameter',
    'context_length_exceeded',
    '(string|array|integer|decimal)_(above|below)_(max|min)_(length|value)',
    'empty_array',
    'invalid_prompt',
    'request_too_large',
    'model_not_found',
    'not_found_error',
    'DeploymentNotFound',
    'INVALID_ARGUMENT',
    'FAILED_PRECONDITION',
    'NOT_FOUND',
    'ValidationException',
    'ResourceNotFoundException',
    // JSON-RPC codes: parse error, invalid request, method not found, invalid parameters.
    '-32700',
    '-3260[0-2]',
    // WebSocket close codes: the client's message is invalid, too large or not allowed.
    '100[2378]',
    '1009',
    'previous_response_not_found',
  ],
  /** The caller cancelled the call. */
  aborted: ['aborted', 'AbortError', 'ABORT_ERR', 'ERR_CANCELED'],
  /** A content policy stopped it. */
  filtered: [
    'content_filter',
    'content_policy_violation',
    'moderation_blocked',
    'ResponsibleAIPolicyViolation',
  ],
} as const satisfies Record<string, readonly string[]>;

/** The classes of the table, and `unknown` for errors in none of them. */
export type ErrorClass = keyof typeof ERROR_CLASSES | 'unknown';

export const ERROR_CLASS_NAMES: readonly ErrorClass[] = [
  ...(Object.keys(ERROR_CLASSES) as (keyof typeof ERROR_CLASSES)[]),
  'unknown',
];

/** Classes by HTTP status, for errors whose code is in no row. */
const BY_STATUS: Readonly<Record<number, ErrorClass>> = {
  401: 'auth',
  402: 'quota',
  403: 'auth',
  408: 'timeout',
  429: 'throttled',
};

const PATTERNS = Object.entries(ERROR_CLASSES).map(
  ([name, values]) =>
    [name as ErrorClass, new RegExp(`^(?:${values.join('|')})$`)] as const
);

/** Returns the class of a failed call: by its `error.type`, or by its status if the provider's code is in no row. */
export function errorClassOf(errorType: string, status?: number): ErrorClass {
  const found = PATTERNS.find(([, pattern]) => pattern.test(errorType));
  if (found !== undefined) return found[0];
  if (status === undefined || status < 400) return 'unknown';
  if (status >= 500) return 'server';
  return BY_STATUS[status] ?? 'request';
}

/** One pattern for several classes, for a label matcher of Prometheus, which anchors it as this file does. */
export function errorTypePattern(
  classes: readonly Exclude<ErrorClass, 'unknown'>[]
): string {
  return classes.flatMap(name => ERROR_CLASSES[name]).join('|');
}
