// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Functions of Go templates, of Prometheus, and of vmalert besides. */
const FUNCTIONS = new Set(
  [
    'and call html index slice js len not or print printf println urlquery eq ge gt le lt ne',
    'query first label value sortByLabel strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink tableLink',
    'stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp toTime toDuration now',
    'parseDuration pathPrefix externalURL urlQueryEscape',
    'crlfEscape jsonEscape quotesEscape pathEscape queryEscape htmlEscape parseDurationTime formatTime',
  ].flatMap(line => line.split(' '))
);
const CONSTANTS = new Set(['true', 'false', 'nil']);
/** Variables that every alert has. */
const VARIABLES = ['$', '$labels', '$externalLabels', '$externalURL', '$value'];

const OPENS = new Set(['if', 'range', 'with', 'define', 'block']);
const HAVE_ELSE = new Set(['if', 'range', 'with']);
const ALONE = new Set(['end', 'break', 'continue']);

const TOKEN =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'|[+-]?(?:0[xX][\da-fA-F_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)i?(?![\w.])|\$\w*|\.\w+|\.|[A-Za-z_]\w*|:=|[=|(),]/y;

interface Action {
  readonly tokens: readonly string[];
  /** Where the text goes on. */
  readonly end: number;
}

/**
 * Why Prometheus cannot read the value of a label or an annotation, which is a Go template; `undefined` when it can. One that
 * it cannot read keeps it from loading the whole file of rules.
 *
 * @see https://pkg.go.dev/text/template
 * @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
 */
export function templateError(text: string): string | undefined {
  const variables = new Set(VARIABLES);
  const open: string[] = [];
  for (let at = text.indexOf('{{'); at !== -1; at = text.indexOf('{{', at)) {
    const action = actionAt(text, at + 2);
    if (typeof action === 'string') return action;
    at = action.end;
    if (action.tokens.length === 0) continue;
    const error = errorIn(action.tokens, variables) ?? nested(action, open);
    if (error !== undefined) return error;
  }
  const [block] = open.slice(-1);
  return block === undefined ? undefined : `{{ ${block} }} has no {{ end }}`;
}

/** The tokens of one action, or why there are none; none at all of a comment. */
function actionAt(text: string, start: number): Action | string {
  const comment = /(?:-\s)?\/\*[^]*?\*\/(?:\s-)?\}\}/y;
  comment.lastIndex = start;
  if (comment.test(text)) return { tokens: [], end: comment.lastIndex };
  const tokens: string[] = [];
  let at = /^-\s/.test(text.slice(start, start + 2)) ? start + 1 : start;
  for (;;) {
    const [end] = /^\s-\}\}|^\}\}/.exec(text.slice(at, at + 4)) ?? [];
    if (end !== undefined) {
      return tokens.length === 0
        ? '{{ }} is empty'
        : { tokens, end: at + end.length };
    }
    if (at >= text.length) return '{{ is never closed by }}';
    TOKEN.lastIndex = at;
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) {
      return `${JSON.stringify(text[at])} is not allowed in {{ }}`;
    }
    at += token.length;
    if (token.trim() !== '') tokens.push(token);
    // The mark that trims needs the last of the white space.
    else if (text.startsWith('-}}', at)) at--;
  }
}

function errorIn(
  tokens: readonly string[],
  variables: Set<string>
): string | undefined {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    if (token === '(') depth++;
    if (token === ')' && --depth < 0) return 'a ) without a (';
    if (token === '|' && (before === undefined || before === '(')) {
      return 'nothing stands before |';
    }
    if (token === '(' && after === ')') return 'nothing stands in ()';
    const declares = token === ',' && tokens.includes(':=');
    const assigns = token === '=' && index === 1 && before?.startsWith('$');
    if ((token === ',' && !declares) || (token === '=' && !assigns)) {
      return `${token} is not allowed in {{ }}`;
    }
    if (token.startsWith('$')) {
      const isNew = after === ':=' || (after === ',' && tokens.includes(':='));
      if (isNew) variables.add(token);
      else if (!variables.has(token)) return `there is no variable ${token}`;
    }
    const isName = /^[A-Za-z_]/.test(token);
    if (!isName || CONSTANTS.has(token) || FUNCTIONS.has(token)) continue;
    const isKeyword =
      (index === 0 &&
        (OPENS.has(token) ||
          ALONE.has(token) ||
          token === 'else' ||
          token === 'template')) ||
      (index === 1 && before === 'else' && HAVE_ELSE.has(token));
    if (!isKeyword) return `there is no function ${token}`;
  }
  return depth > 0 ? 'a ( without a )' : undefined;
}

/** Begins and ends blocks. */
function nested({ tokens }: Action, open: string[]): string | undefined {
  const [word = '', ...rest] = tokens;
  const [block] = open.slice(-1);
  if (OPENS.has(word)) {
    if (rest.length === 0) return `{{ ${word} }} has no condition`;
    open.push(word);
  } else if (word === 'end') {
    if (open.pop() === undefined) return '{{ end }} ends nothing';
  } else if (word === 'else') {
    if (!HAVE_ELSE.has(block ?? '')) return '{{ else }} is in no {{ if }}';
    // A second one is refused, unless it has a condition of its own.
    if (rest.length === 0) open.splice(-1, 1, 'else');
  } else if (ALONE.has(word) && !open.includes('range')) {
    return `{{ ${word} }} is in no {{ range }}`;
  }
  return ALONE.has(word) && rest.length > 0
    ? `{{ ${word} }} has ${rest.join(' ')}`
    : undefined;
}
