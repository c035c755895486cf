// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Light and dark, on a phone and on paper. */
export const STYLE = `
:root { --text: #1b1f24; --dim: #59636e; --page: #ffffff; --card: #f6f8fa; --line: #d1d9e0;
  --healthy: #1a7f37; --unknown: #0969da; --warning: #9a6700; --critical: #cf222e; --exhausted: #8250df; --bar: #7a8592; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --page: #0d1117; --card: #161b22; --line: #30363d;
  --healthy: #3fb950; --unknown: #58a6ff; --warning: #d29922; --critical: #ff7b72; --exhausted: #bc8cff; --bar: #6e7681; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 82rem; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2rem 0 0; } h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .3rem 0; } header p, .promise, caption { color: var(--dim); }
.note { border-left: 4px solid var(--warning); padding: .3rem .8rem; background: var(--card); color: var(--text); }
.badge { display: inline-block; padding: 0 .6em; border: 1.5px solid; border-radius: 1em; font-size: .8rem; font-weight: 600; white-space: nowrap; vertical-align: middle; }
.healthy { color: var(--healthy); } .insufficient-data { color: var(--unknown); } .warning { color: var(--warning); }
.critical { color: var(--critical); } .exhausted { color: var(--exhausted); }
.scroll { overflow-x: auto; margin: .8rem 0; } table { border-collapse: collapse; width: 100%; } table { font-size: .83rem; } caption { text-align: left; font-size: .85rem; padding-bottom: .2rem; }
th, td { padding: .35rem .28rem; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; white-space: nowrap; }
thead th { color: var(--dim); font-size: .85rem; } tbody th { font-weight: 600; min-width: 9rem; max-width: 24rem; white-space: normal; overflow-wrap: anywhere; } .right { text-align: right; }
.targets { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; min-width: 0; }
article th, article td { white-space: normal; overflow-wrap: anywhere; }
.budget { display: flex; align-items: center; gap: .8rem; margin: .5rem 0; font-size: .9rem; flex-wrap: wrap; }
.track { position: relative; flex: 1 1 8rem; height: .7rem; border-radius: .35rem; background: var(--line); overflow: hidden; }
.fill { height: 100%; } .end { position: absolute; top: 0; bottom: 0; width: 3px; background: var(--page); } .fill.some { background: var(--healthy); } .fill.most { background: var(--warning); } .fill.over { background: var(--exhausted); }
.chart { width: 100%; height: auto; display: block; margin: .6rem 0; } .chart text { fill: var(--dim); font-size: 12px; text-anchor: end; }
.chart text.left { text-anchor: start; } .chart .bar { fill: var(--bar); } .chart .over { fill: var(--critical); } .chart .none { fill: var(--line); }
.chart line.allowed { stroke: var(--text); stroke-dasharray: 4 3; } .chart text.allowed { fill: var(--text); }
@page { size: landscape; margin: 1cm; }
@media print { body { padding: 0; } article { break-inside: avoid; } .scroll { overflow: visible; } th, td { padding: .2rem .3rem; font-size: .75rem; } }
`;
