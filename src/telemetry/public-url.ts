// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The value that stands for a secret, as the HTTP conventions have it. */
const REDACTED = 'REDACTED';

/** Ends of the names of query parameters that hold secrets, without case and separators: `key`, `api-key`, `X-Amz-Signature`. */
const SECRET_NAME =
  /(?:key|keyid|token|secret|password|passwd|pwd|signature|sig|credentials?|auth|authorization|jwt|session)$/;

/** Values that are keys whatever their name is: of OpenAI's and Anthropic's form, Google's, OAuth's, JWTs. */
const SECRET_VALUE =
  /(?:\bsk-[\w-]{8,}|\bAIza[\w-]{20,}|\bya29\.[\w-]{10,}|\beyJ[\w-]{10,}\.[\w-]+)/g;

/**
 * A copy of a URL for users' hooks: without user and password, and with query parameters that hold keys redacted. Hooks
 * write URLs into attributes and logs, and Gemini's key is a parameter.
 */
export function withoutSecrets(url: URL): URL {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  copy.hash = '';
  // The whole query is encoded anew by any change, so it is changed only where it must be.
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
