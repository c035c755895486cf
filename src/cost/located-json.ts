// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
/** A parsed JSON text that knows the line of each member. */
export interface LocatedJson {
  readonly value: unknown;
  /** Returns the line of a member, by the names and indexes that lead to it. */
  lineOf(path: readonly string[]): number | undefined;
}

/** A syntax error, or a duplicate member of an object. */
export class JsonMistake extends Error {
  readonly line: number;
  /** The text at that place. */
  readonly found: string;

  constructor(line: number, found: string, expected: string) {
    super(expected);
    this.line = line;
    this.found = found;
  }
}

/**
 * Parses a JSON text that a person wrote. `JSON.parse` of Node.js 20 reports no line numbers, and silently takes the last
 * of two members with the same name.
 *
 * @throws JsonMistake
 */
export function parseLocatedJson(text: string): LocatedJson {
  const tokens = tokensOf(text);
  const lines = new Map<string, number>();
  let next = 0;

  const peek = (): Token => tokens[next] ?? END;
  const take = (...allowed: string[]): string => {
    const token = peek();
    if (!allowed.includes(token.text))
      throw mistake(token, allowed.join(' or '));
    next++;
    return token.text;
  };

  const readValue = (path: readonly string[]): unknown => {
    const { text: start, line } = peek();
    lines.set(keyOf(path), line);
    if (start === '{') return readObject(path);
    if (start === '[') return readArray(path);
    return readScalar('a value');
  };

  const readScalar = (expected: string): unknown => {
    const token = peek();
    try {
      const value = JSON.parse(token.text) as unknown;
      next++;
      return value;
    } catch {
      throw mistake(token, expected);
    }
  };

  const readObject = (path: readonly string[]): unknown => {
    const members = new Map<string, unknown>();
    take('{');
    if (peek().text === '}') {
      take('}');
      return {};
    }
    do {
      const token = peek();
      const name = token.text.startsWith('"') && readScalar('a name in quotes');
      if (typeof name !== 'string') throw mistake(token, 'a name in quotes');
      if (members.has(name)) throw mistake(token, 'each name once');
      take(':');
      members.set(name, readValue([...path, name]));
    } while (take(',', '}') === ',');
    // Defines properties rather than assigning them: `__proto__` is a name like any other.
    return Object.fromEntries(members);
  };

  const readArray = (path: readonly string[]): unknown => {
    const items: unknown[] = [];
    take('[');
    if (peek().text === ']') {
      take(']');
      return items;
    }
    do items.push(readValue([...path, String(items.length)]));
    while (take(',', ']') === ',');
    return items;
  };

  const value = readValue([]);
  if (peek() !== END) throw mistake(peek(), 'the end of the file');
  return { value, lineOf: path => lines.get(keyOf(path)) };

  function mistake(token: Token, expected: string): JsonMistake {
    const last = tokens.at(-1)?.line ?? 1;
    return token === END
      ? new JsonMistake(last, 'the end of the file', expected)
      : new JsonMistake(token.line, token.text, expected);
  }
}

interface Token {
  readonly text: string;
  readonly line: number;
}

const END: Token = { text: '', line: 0 };
const TOKEN = /\n|[{}[\],:]|"(?:[^"\\\n]|\\.)*"?|[^\s{}[\],:"]+/g;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [token] of text.replace(/^\ufeff/, '').matchAll(TOKEN)) {
    if (token === '\n') line++;
    else tokens.push({ text: token, line });
  }
  return tokens;
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}
