// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The replacement for secrets, from the HTTP conventions. */
const REDACTED = 'REDACTED';

/** Name suffixes of query parameters with secrets, without case and separators: `key`, `api-key`, `X-Amz-Signature`. */
const SECRET_NAME =
  /(?:key|keyid|token|secret|password|passwd|pwd|signature|sig|credentials?|auth|authorization|jwt|session)$/;

/** Values that are keys, whatever the parameter's name: keys of OpenAI, Anthropic and Google, OAuth tokens, JWTs. */
const SECRET_VALUE =
  /(?:\bsk-[\w-]{8,}|\bAIza[\w-]{20,}|\bya29\.[\w-]{10,}|\beyJ[\w-]{10,}\.[\w-]+)/g;

/**
 * A copy of a URL for users' hooks, without user and password, and with keys in query parameters redacted. Hooks may
 * write URLs to attributes and logs, and Gemini's key is a query parameter.
 */
export function withoutSecrets(url: URL): URL {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  copy.hash = '';
  // Any change re-encodes the whole query, so the query is changed only if necessary.
  for (const [name, value] of url.searchParams) {
    if (isSecret(name, value)) copy.searchParams.set(name, REDACTED);
  }
  const path = copy.pathname.replace(SECRET_VALUE, REDACTED);
  if (path !== copy.pathname) copy.pathname = path;
  return copy;
}

function isSecret(name: string, value: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  return SECRET_NAME.test(plain) || value.search(SECRET_VALUE) !== -1;
}
