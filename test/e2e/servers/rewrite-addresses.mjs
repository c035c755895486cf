// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The text of a configuration file for containers, with each of its addresses, `host:port`, on loopback. An address
 * that is in one of the two only is an error: then the file has changed, and the test does not know it.
 *
 * @param {string} text
 * @param {Record<string, number>} portOf each address
 */
export function rewriteAddresses(text, portOf) {
  const seen = new Set();
  const rewritten = text.replace(
    /^(?! *#)(.*?)([a-z0-9.]+:\d{4,5})\b/gm,
    (_, before, address) => {
      if (portOf[address] === undefined) {
        throw new Error(`nobody knows of ${address}`);
      }
      seen.add(address);
      return `${before}127.0.0.1:${portOf[address]}`;
    }
  );
  const unseen = Object.keys(portOf).filter(address => !seen.has(address));
  if (unseen.length > 0) throw new Error(`it has no ${unseen.join(', ')}`);
  return rewritten;
}
