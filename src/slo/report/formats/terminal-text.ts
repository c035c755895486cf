// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Columns that a text without colours takes in a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

/**
 * Wraps a text at the width of the terminal. Further lines keep its indent; a word is broken only if it is longer than
 * a line. Each line ends its own colour.
 */
export function wrapped(text: string, width: number): string[] {
  const [, codes = '', indent = '', rest = ''] = START.exec(text) ?? [];
  const lines: string[] = [];
  let line = codes + indent;
  let length = indent.length;
  let isEmpty = true;
  for (const word of rest.split(' ')) {
    const more = 1 + widthOf(word.replace(SGR, ''));
    if (!isEmpty && length + more <= width) {
      line += ` ${word}`;
      length += more;
    } else if (word !== '') {
      for (const piece of pieces(word, width - indent.length)) {
        if (!isEmpty) {
          lines.push(line);
          line = indent;
        }
        line += piece;
        length = indent.length + widthOf(piece.replace(SGR, ''));
        isEmpty = false;
      }
    }
  }
  return inColor([...lines, line]);
}

function pieces(word: string, width: number): string[] {
  const found: string[] = [];
  let piece = '';
  let length = 0;
  for (const token of word.match(TOKENS) ?? []) {
    const more = token.startsWith(ESCAPE) ? 0 : widthOfCharacter(token);
    if (length + more > width) {
      found.push(piece);
      piece = '';
      length = 0;
    }
    piece += token;
    length += more;
  }
  return [...found, piece];
}

/** An open colour is set again on each line, because a pager forgets it. */
function inColor(lines: readonly string[]): string[] {
  let open = '';
  return lines.map(line => {
    const begun = open + line;
    const last = line.match(SGR)?.at(-1);
    if (last !== undefined) open = last === RESET ? '' : last;
    const trimmed = begun.trimEnd();
    return open === '' ? trimmed : trimmed + RESET;
  });
}

function widthOfCharacter(character: string): number {
  if (NO_COLUMN.test(character)) return 0;
  return TWO_COLUMNS.test(character) ? 2 : 1;
}

const ESCAPE = '\u001b';
const RESET = `${ESCAPE}[0m`;
// eslint-disable-next-line no-control-regex -- colours begin with the escape character
const SGR = /\u001b\[\d+m/g;
// eslint-disable-next-line no-control-regex -- as above
const START = /^((?:\u001b\[\d+m)*)( *)(.*)$/s;
// eslint-disable-next-line no-control-regex -- as above
const TOKENS = /\u001b\[\d+m|[^\u001b]/gu;
const NO_COLUMN = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** Chinese, Japanese and Korean scripts, their full-width forms, and pictures. */
const TWO_COLUMNS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;
