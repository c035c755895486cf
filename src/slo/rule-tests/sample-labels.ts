// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { LABELS, PROTOCOL_LABEL } from '../sli/metric-names.ts';
import { aboutTools } from '../sli/tools.ts';
import type { GroupLabel, Match, Objective } from '../objectives/objective.ts';

const SAMPLES: Readonly<Record<GroupLabel, string>> = {
  provider: 'openai',
  model: 'gpt-4.1',
  operation: 'chat',
  tool: 'weather',
};

const OF_CALLS: readonly GroupLabel[] = ['provider', 'model', 'operation'];
const OF_TOOLS: readonly GroupLabel[] = ['operation', 'tool'];

const INSTANCE = 'app:9464';

/** Labels of a series that a match and a selector are about. */
export function sampleLabels(
  match: Match,
  selector: string
): Record<string, string> {
  const labels: Record<string, string> = { job: 'app', instance: INSTANCE };
  for (const name of aboutTools(match) ? OF_TOOLS : OF_CALLS) {
    const [value = SAMPLES[name]] = match[name] ?? [];
    labels[LABELS[name]] = value.replaceAll('*', 'x');
  }
  if (match.transport === 'websocket') {
    labels[PROTOCOL_LABEL] = match.transport;
  }
  for (const [label, value] of selected(selector)) labels[label] = value;
  return labels;
}

/** Label that an objective tells targets apart by, and that may have any value; none where it has one target only. */
export function openLabel({
  groupBy,
  match,
}: Objective): GroupLabel | undefined {
  return groupBy.find(name => match[name]?.[0]?.includes('*') ?? true);
}

/** The same labels, of a target and a process of their own. */
export function taggedLabels(
  objective: Objective,
  selector: string,
  tag: string
): Record<string, string> {
  const { match } = objective;
  const labels = sampleLabels(match, selector);
  const name = openLabel(objective);
  if (tag === '' || name === undefined) return labels;
  const pattern = match[name]?.[0] ?? '*';
  if (labels['instance'] === INSTANCE) labels['instance'] = `${tag}:9464`;
  return { ...labels, [LABELS[name]]: pattern.replaceAll('*', tag) };
}

const MATCHER = /(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g;

/** Yields labels that a series needs to be selected, as far as the selector shows them. */
function* selected(selector: string): Generator<[string, string]> {
  for (const [, label = '', operator, text = ''] of selector.matchAll(
    MATCHER
  )) {
    const value = unquoted(text);
    if (operator === '=') yield [label, value];
    if (operator === '=~') {
      const [first = ''] = value.split('|');
      yield [
        label,
        first
          .replace(/^\(+(\?:)?|\)+$/g, '')
          .replace(/\\(.)|\.([*+])/g, matching),
      ];
    }
    // What it must not be, it need not be at all.
    if (operator === '!=' || operator === '!~') yield [label, 'other'];
  }
}

/** A text that a piece of a pattern matches. */
function matching(_: string, literal?: string, repeat?: string): string {
  return literal ?? (repeat === '+' ? 'x' : '');
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
