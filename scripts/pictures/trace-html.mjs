// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A trace as a timeline, like the user interfaces of tracing backends draw it.
import { duration } from '../../examples/demo/paint.mjs';
import { isGenAI, SpanIndex } from '../../examples/demo/span-index.mjs';

/** The attributes that say most, and what the picture calls them. */
const SHOWN = new Map([
  ['gen_ai.provider.name', 'provider'],
  ['gen_ai.response.model', 'model'],
  ['gen_ai.response.finish_reasons', 'finish reason'],
  ['gen_ai.usage.input_tokens', 'input tokens'],
  ['gen_ai.usage.output_tokens', 'output tokens'],
  ['gen_ai.response.time_to_first_chunk', 'first chunk (s)'],
  ['http.response.status_code', 'status'],
  ['error.type', 'error'],
]);

/** @param {import('../../examples/demo/receiver.mjs').Span[]} spans of one trace */
export function traceHtml(spans) {
  const index = new SpanIndex(spans);
  const top = spans.find(({ parentSpanId }) => parentSpanId === undefined);
  const from = top.startMs;
  const length = top.endMs - from;
  const rows = [];
  const draw = (span, depth) => {
    const left = (100 * (span.startMs - from)) / length;
    const width = Math.max((100 * (span.endMs - span.startMs)) / length, 0.5);
    const kind = span.failed ? 'failed' : isGenAI(span) ? 'genai' : 'other';
    rows.push(`<tr>
      <td style="padding-left:${12 + depth * 22}px">${escape(span.name)}</td>
      <td class="line"><span class="bar ${kind}" style="margin-left:${left}%;width:${width}%"></span>
        <span class="says">${[...SHOWN.keys()].map(name => text(span, name)).join('')}</span></td>
      <td class="took">${duration(span.endMs - span.startMs)}</td></tr>`);
    for (const child of index.childrenOf(span)) draw(child, depth + 1);
  };
  draw(top, 0);
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>
<h1>${escape(top.service)}: ${escape(top.name)} <small>${spans.length} spans, ${duration(length)}</small></h1>
<table>${rows.join('')}</table>`;
}

function text({ attributes }, name) {
  const value = attributes[name];
  if (value === undefined || value === 0) return '';
  return `<b>${SHOWN.get(name)}</b> ${escape([value].flat().join(', '))} `;
}

function escape(value) {
  return String(value).replace(
    /[&<>]/g,
    found => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[found]
  );
}

const STYLE = `
body { font: 15px/1.45 system-ui, sans-serif; margin: 20px 24px; color: #1f2933; background: #fff; }
h1 { font-size: 19px; margin: 0 0 12px; } small { color: #66788a; font-weight: 400; margin-left: 10px; }
table { border-collapse: collapse; width: 100%; } td { border-top: 1px solid #e4e9ee; padding: 7px 12px; vertical-align: top; }
td:first-child { width: 290px; white-space: nowrap; } .took { width: 70px; text-align: right; white-space: nowrap; color: #3e4c59; }
.bar { display: block; height: 12px; border-radius: 3px; margin-top: 5px; }
.genai { background: #2563eb; } .other { background: #a9b8c9; } .failed { background: #d64545; }
.says { display: block; font-size: 12.5px; color: #52606d; margin-top: 4px; } .says b { font-weight: 600; color: #3e4c59; margin-left: 8px; } .says b:first-child { margin-left: 0; }`;
