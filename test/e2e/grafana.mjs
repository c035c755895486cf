// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Asks Prometheus what the panels of a dashboard ask, as Grafana does: variables are read from their queries and filled
// in, courses are asked for in steps, and values at the end of the time range.

/** How long a time range is looked at, and how often Prometheus scrapes. */
const RANGE_SECONDS = 120;
const SCRAPE_SECONDS = 1;
/** Of a panel on a usual screen. */
const MAX_DATA_POINTS = 1000;

/** Variables of labels that Prometheus alone does not add. Without values Grafana offers All. */
const OPTIONAL = ['cluster'];

/**
 * What is chosen in each variable.
 *
 * @param {object} dashboard
 * @param {{ url: string }} prometheus
 * @param {{ byName?: boolean, single?: string }} choice without one, as the dashboard opens; each value of a variable by
 *   name; another value of the variable that has one at a time
 * @returns {Promise<Record<string, string>>}
 */
export async function choose(dashboard, prometheus, { byName, single } = {}) {
  const chosen = {};
  for (const variable of dashboard.templating.list) {
    const { name, type, multi, allValue } = variable;
    if (type === 'datasource') continue;
    const found =
      type === 'custom'
        ? variable.query.split(',')
        : await labelValues(prometheus, fillIn(variable.query.query, chosen));
    const hasValues = found.length > 0;
    if (!hasValues && !OPTIONAL.includes(name)) {
      throw new Error(`${name} has no values`);
    }
    if (!multi) chosen[name] = single ?? found[0];
    else if (!byName || !hasValues) chosen[name] = allValue;
    else chosen[name] = `(${found.map(escaped).join('|')})`;
  }
  return chosen;
}

/** Values of the variable that has one at a time. */
export function singles(dashboard) {
  const variable = dashboard.templating.list.find(
    ({ type, multi }) => type === 'custom' && !multi
  );
  return variable?.query.split(',') ?? [];
}

/** The queries of a dashboard, each with its panel and what it is called. */
export function queriesOf(dashboard) {
  return dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(target => ({
      ...target,
      name: `${dashboard.title} / ${title} / ${target.refId}`,
    }))
  );
}

/**
 * How many series answer a query, with a number in them.
 *
 * @param {{ url: string }} prometheus
 * @param {{ expr: string, instant: boolean }} target
 * @param {Record<string, string>} chosen
 */
export async function ask(prometheus, { expr, instant }, chosen) {
  const query = fillIn(expr, chosen);
  const end = Date.now() / 1000;
  const start = end - RANGE_SECONDS;
  const result = instant
    ? await get(prometheus, 'query', { query, time: end })
    : await get(prometheus, 'query_range', { query, start, end, step: step() });
  return result.result.filter(({ value, values = [value] }) =>
    values.some(([, number]) => Number.isFinite(Number(number)))
  ).length;
}

function step() {
  return Math.max(SCRAPE_SECONDS, Math.ceil(RANGE_SECONDS / MAX_DATA_POINTS));
}

/** Grafana's own variables, and those of the dashboard. */
function fillIn(text, chosen) {
  const values = {
    __rate_interval: `${Math.max(step() + SCRAPE_SECONDS, 4 * SCRAPE_SECONDS)}s`,
    __interval: `${step()}s`,
    __range_s: String(RANGE_SECONDS),
    __range: `${RANGE_SECONDS}s`,
    ...chosen,
  };
  return text.replace(/\$(\w+)/g, (whole, name) => {
    if (!(name in values)) throw new Error(`nobody knows ${whole} in ${text}`);
    return values[name];
  });
}

async function labelValues(prometheus, query) {
  const [, selector, label] = /^label_values\((.*), (\w+)\)$/.exec(query);
  return get(prometheus, `label/${label}/values`, { 'match[]': selector });
}

async function get({ url }, path, parameters) {
  const answer = await fetch(
    `${url}/api/v1/${path}?${new URLSearchParams(parameters)}`
  );
  const { status, data, error } = await answer.json();
  if (status !== 'success') throw new Error(`${error}: ${parameters.query}`);
  return data;
}

/** As Grafana escapes a value that is chosen by name, for a pattern in a string. */
function escaped(value) {
  return value.replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');
}
