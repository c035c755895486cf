// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** The whole body of a request as text. */
export async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) throw new Error('request too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An object, or nothing; of a form its fields. */
export function parse(text) {
  if (text.startsWith('--')) return Object.fromEntries(fieldsOf(text));
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function* fieldsOf(form) {
  const field = /name="([^"]+)"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]*)\r\n/g;
  for (const [, name, value] of form.matchAll(field)) yield [name, value];
}
