// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { getSystemErrorMap, types } from 'node:util';

/**
 * The gate for everything that is said of an error: span status, exception event, `diag`, CLI. Messages of errors may
 * quote prompts, keys and proxy passwords, also under a well-known code; so no message passes. What passes is a code or
 * a class name that looks like one, and for known codes a text from the tables below.
 */
export function errorText(error: unknown): string {
  const code = errorCode(error);
  const text = code === undefined ? undefined : textOfCode(code);
  if (text !== undefined) return `${code}: ${text}`;
  return code ?? errorName(error) ?? UNNAMED;
}

/**
 * Like {@link errorText}, with the file and line that threw. For `diag`, where somebody looks for the mistake; a place
 * in a file is no secret.
 */
export function errorReport(error: unknown): string {
  const place = placeOf(error);
  const text = errorText(error);
  return place === undefined ? text : `${text} at ${place}`;
}

/** Code of an error, if it has the form of those of Node.js, undici, llhttp and OpenSSL. */
export function errorCode(error: unknown): string | undefined {
  const code = fieldOf(error, 'code');
  return typeof code === 'string' && isCode(code) ? code : undefined;
}

/** Name of an error, or that of its class, if it has the form of a class name. */
export function errorName(error: unknown): string | undefined {
  const name = fieldOf(error, 'name');
  if (typeof name === 'string' && isClassName(name)) return name;
  const own = fieldOf(fieldOf(error, 'constructor'), 'name');
  return typeof own === 'string' && own !== 'Object' && isClassName(own)
    ? own
    : undefined;
}

/**
 * Reads a field of something that was thrown, or that a caller gave as the reason of an abort, without running code of the
 * application's: fields behind a getter or a proxy are left out, except those of `DOMException` and the native `stack`.
 */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'function' && typeof value !== 'object')
    return undefined;
  for (
    let holder: object | null = value;
    holder !== null && !types.isProxy(holder);
    holder = Object.getPrototypeOf(holder) as object | null
  ) {
    const found = Object.getOwnPropertyDescriptor(holder, name);
    if (found === undefined) continue;
    if (found.get === undefined) return found.value as unknown;
    return isOfPlatform(holder, found.get, name)
      ? (Reflect.apply(found.get, value, []) as unknown)
      : undefined;
  }
  return undefined;
}

function isOfPlatform(
  holder: object,
  getter: () => unknown,
  name: string
): boolean {
  const tag = Object.getOwnPropertyDescriptor(holder, Symbol.toStringTag);
  if (tag?.value === 'DOMException') return true;
  return (
    name === 'stack' &&
    Function.prototype.toString.call(getter).endsWith('[native code] }')
  );
}

/** Said of a thrown value that has neither a code nor a name. */
const UNNAMED = 'error without a name';

/** Letters only, as in `ECONNRESET` or `UND_ERR_SOCKET`; a key or an id has digits or small letters. */
const CODE = /^(?:E[A-Z]{2,24}|EAI_[A-Z]{2,16}|E2BIG|ABORT_ERR)$/;
const PREFIXED_CODE =
  /^(?:ERR|UND_ERR|HPE|CERT|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED)(?:_[A-Z0-9]+){1,8}$/;
/** Parts of such codes that have digits. */
const PART = /^(?:[A-Z]{1,24}|HTTP2|HTTP1|TLSV1|TLSV1\d|SSLV3|UTF8|X509)$/;

function isCode(code: string): boolean {
  if (code.length > 80) return false;
  if (CODE.test(code) || CODE_TEXTS.has(code)) return true;
  return (
    PREFIXED_CODE.test(code) && code.split('_').every(part => PART.test(part))
  );
}

function isClassName(name: string): boolean {
  return /^(?=.*[a-z])[A-Z][A-Za-z]{2,47}$/.test(name);
}

function textOfCode(code: string): string | undefined {
  return CODE_TEXTS.get(code) ?? systemTexts().get(code);
}

let system: ReadonlyMap<string, string> | undefined;

/** Texts of the operating system's errors, as libuv has them: `ECONNREFUSED` is "connection refused". */
function systemTexts(): ReadonlyMap<string, string> {
  return (system ??= new Map(getSystemErrorMap().values()));
}

const CODE_TEXTS: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'the host name was not found'],
  ['EAI_AGAIN', 'the host name could not be looked up for now'],
  ['ABORT_ERR', 'aborted'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no connection in time'],
  ['UND_ERR_HEADERS_TIMEOUT', 'no response headers in time'],
  ['UND_ERR_BODY_TIMEOUT', 'the response body stalled'],
  ['UND_ERR_SOCKET', 'the connection failed'],
  ['UND_ERR_ABORTED', 'aborted'],
  ['UND_ERR_DESTROYED', 'the dispatcher was destroyed'],
  ['UND_ERR_CLOSED', 'the dispatcher was closed'],
  ['UND_ERR_HEADERS_OVERFLOW', 'the response headers are too large'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'the response is too large'],
  [
    'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
    'the request body has another length',
  ],
  [
    'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    'the response body has another length',
  ],
  ['UND_ERR_INVALID_ARG', 'an argument is invalid'],
  ['UND_ERR_INFO', 'the connection was reset'],
  ['UND_ERR_PRX_TLS', 'the proxy failed to open a TLS tunnel'],
  ['UND_ERR_REQ_RETRY', 'retrying failed'],
  ['UND_MOCK_ERR_MOCK_NOT_MATCHED', 'no mock matches the request'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'the stream was closed before its end'],
  ['ERR_STREAM_DESTROYED', 'the stream was destroyed'],
  ['ERR_SOCKET_CONNECTION_TIMEOUT', 'no connection in time'],
  ['ERR_HTTP2_STREAM_ERROR', 'the HTTP/2 stream was closed with an error'],
  ['ERR_HTTP2_STREAM_CANCEL', 'the HTTP/2 stream was cancelled'],
  ['ERR_HTTP2_SESSION_ERROR', 'the HTTP/2 session was closed with an error'],
  ['ERR_HTTP2_GOAWAY_SESSION', 'the server closes the HTTP/2 session'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is for another host'],
  ['CERT_HAS_EXPIRED', 'the certificate has expired'],
  ['CERT_NOT_YET_VALID', 'the certificate is not valid yet'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'a certificate of the chain is self-signed'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the certificate cannot be verified'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', "the certificate's issuer is unknown"],
  ['HPE_HEADER_OVERFLOW', 'the response headers are too large'],
  ['HPE_INVALID_CONSTANT', 'the response is no HTTP'],
  ['ERR_MODULE_NOT_FOUND', 'a module was not found'],
  ['MODULE_NOT_FOUND', 'a module was not found'],
]);

/** File, line and column of the first stack frame; of a stack whose frames cannot be told from the message, nothing. */
function placeOf(error: unknown): string | undefined {
  const stack = fieldOf(error, 'stack');
  const message = fieldOf(error, 'message');
  if (typeof stack !== 'string' || typeof message !== 'string') {
    return undefined;
  }
  const at = stack.indexOf(message);
  if (at === -1) return undefined;
  const frames = stack.slice(at + message.length);
  return FRAME.exec(frames)?.[1];
}

const FRAME =
  /^\s+at (?:[^\n]*\()?((?:file:\/\/\/?|\/|[A-Z]:\\)[^\n()?#]{1,400}:\d+:\d+)\)?$/m;
