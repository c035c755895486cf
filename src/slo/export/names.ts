// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Returns a name for each objective that another tool accepts.
 *
 * @param spell Spells a name for the tool; names that become equal get numbers.
 */
export function namesFor<T>(
  items: readonly T[],
  spell: (item: T) => string,
  longest = 63
): ReadonlyMap<T, string> {
  const taken = new Set<string>();
  return new Map(
    items.map(item => {
      const spelt = spell(item);
      let name = trimmed(spelt.slice(0, longest));
      for (let number = 2; taken.has(name); number++) {
        const ending = `-${number}`;
        name = trimmed(spelt.slice(0, longest - ending.length)) + ending;
      }
      taken.add(name);
      return [item, name];
    })
  );
}

/** Lower-case letters, digits and dashes, as in host names (RFC 1123). */
export function dnsLabel(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** Trims a name so that it ends with a letter or a digit. The schema of the objectives ensures that it begins with one. */
export function trimmed(name: string): string {
  return name.replace(/[^A-Za-z0-9]+$/, '');
}
