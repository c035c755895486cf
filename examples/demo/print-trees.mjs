// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { WIDTH, bold, cyan, dim, duration, heading, red } from './paint.mjs';
import { isGenAI } from './span-index.mjs';

/** Columns of a span's name and the lines of the tree before it. */
const NAME = 36;

/** The attributes that tell most; a name and a model are in the span's name. */
const shown = [
  'gen_ai.provider.name',
  'gen_ai.response.model',
  'gen_ai.response.finish_reasons',
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'gen_ai.usage.reasoning.output_tokens',
  'gen_ai.response.time_to_first_chunk',
  'network.protocol.name',
  'http.request.resend_count',
  'http.response.status_code',
  'error.type',
];

/**
 * Prints the spans of one call of each kind.
 *
 * @param {import('./span-index.mjs').SpanIndex} index
 * @param {Map<string, import('./receiver.mjs').Span[]>} tops the topmost spans of the first call of each kind
 * @param {Record<string, string>} saw what the application got, in the order in which kinds are to be printed
 */
export function printTrees(index, tops, saw) {
  console.log(heading('Spans: one call of each kind'));
  for (const [kind, result] of Object.entries(saw)) {
    console.log(`${bold(kind)}  ${dim(`the application got: ${result}`)}`);
    for (const root of tops.get(kind) ?? []) printSpan(index, root, '', '');
    console.log();
  }
}

function printSpan(index, span, first, rest) {
  const children = index.childrenOf(span);
  const took = duration(span.endMs - span.startMs).padStart(8);
  const paint = span.failed ? red : isGenAI(span) ? cyan : text => text;
  const head = `${dim(first)}${paint(span.name.padEnd(NAME - first.length))}`;
  const bar = `${rest}${children.length > 0 ? '│' : ' '} `;
  const beside = attributeLines(span, WIDTH - NAME - 12);
  // A few attributes stand beside the name, many below it.
  const below =
    beside.length > 1 ? attributeLines(span, WIDTH - bar.length - 2) : [];
  const line = below.length > 0 ? '' : (beside[0] ?? '');
  console.log(`  ${head}${took}  ${line}`.trimEnd());
  for (const more of below) console.log(`  ${dim(bar)}${more}`);
  for (const [position, child] of children.entries()) {
    const last = position === children.length - 1;
    const mark = last ? '└─ ' : '├─ ';
    printSpan(index, child, rest + mark, rest + (last ? '   ' : '│  '));
  }
}

/** Attributes, as many to a line as fit. */
function attributeLines({ attributes }, width) {
  const lines = [];
  let length = Infinity;
  for (const name of shown) {
    // A zero was reported, but says little here.
    if (!attributes[name]) continue;
    const text = `${name}=${valueText(attributes[name])}`;
    const painted = name === 'error.type' ? red(text) : dim(text);
    if (length + 1 + text.length > width) {
      lines.push(painted);
      length = text.length;
    } else {
      lines.push(`${lines.pop()} ${painted}`);
      length += 1 + text.length;
    }
  }
  return lines;
}

function valueText(value) {
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  return typeof value === 'number' ? String(Number(value.toFixed(4))) : value;
}
