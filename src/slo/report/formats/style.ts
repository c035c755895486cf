// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Light and dark, on a phone and on paper. */
export const STYLE = `
:root { --text: #1b1f24; --dim: #59636e; --page: #ffffff; --card: #f6f8fa; --line: #d1d9e0;
  --healthy: #1a7f37; --unknown: #0969da; --warning: #9a6700; --critical: #cf222e; --exhausted: #8250df; --bar: #7a8592;
  --c1: #bc4c00; --c2: #0969da; --c3: #8250df; --c4: #9a6700; --c5: #1a7f37; --c6: #bf3989; --c7: #57606a; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --page: #0d1117; --card: #161b22; --line: #30363d;
  --healthy: #3fb950; --unknown: #58a6ff; --warning: #d29922; --critical: #ff7b72; --exhausted: #bc8cff; --bar: #6e7681;
  --c1: #f0883e; --c2: #58a6ff; --c3: #bc8cff; --c4: #d29922; --c5: #3fb950; --c6: #f778ba; --c7: #8b949e; } }
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
.fill { height: 100%; background: currentColor; } .end { position: absolute; top: 0; bottom: 0; width: 3px; background: var(--text); }
.states { display: flex; flex-wrap: wrap; gap: .6rem; margin: .8rem 0; }
.tile { flex: 1 1 11rem; border: 1px solid var(--line); border-left: 6px solid currentColor; border-radius: 6px; padding: .4rem .7rem; background: var(--card); }
.tile .what { display: block; color: var(--dim); font-size: .85rem; overflow-wrap: anywhere; }

.tile .others { display: block; color: var(--dim); font-size: .85rem; } .budgets { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 0 1.2rem; } .budgets .chart text { font-size: 17px; } .budgets figcaption { overflow-wrap: anywhere; }
.now { border-left: 6px solid var(--warning); padding: .3rem .8rem; margin: .4rem 0; background: var(--card); color: var(--text); } .now.good { border-color: var(--healthy); } .now.bad { border-color: var(--critical); }
.now ul { margin: .1rem 0; padding-left: 1.2rem; } header .now { color: var(--text); }
figure { margin: .8rem 0 0; } figcaption { font-size: .82rem; color: var(--dim); } figcaption strong { color: var(--text); font-weight: 600; }
.key { display: inline-block; margin-left: .5em; white-space: nowrap; } .mark { display: inline-block; width: .8em; height: .8em; margin-right: .25em; background: currentColor; border-radius: 2px; vertical-align: -.05em; }
.chart { width: 100%; height: auto; display: block; margin: .2rem 0 .4rem; } .chart text { fill: var(--dim); font-size: 12px; text-anchor: end; }
.chart text.left { text-anchor: start; } .chart .axis { stroke: var(--line); } .chart .none { fill: var(--line); } .chart path.line { fill: none; stroke: currentColor; stroke-width: 2; }
.bar { color: var(--bar); } .over { color: var(--critical); } .chart .bar, .chart .over, .chart [class^="class-"] { fill: currentColor; }
.chart line.allowed, .chart line.spent { stroke: var(--text); stroke-dasharray: 4 3; } .mark.allowed, .mark.line-spent { width: 1.3em; border-radius: 0; height: 0; border-top: 2px dashed var(--text); background: none; vertical-align: .25em; }
.line-healthy, .line-p50, .class-quota { color: var(--c5); } .line-insufficient-data, .class-network { color: var(--c2); } .line-warning, .line-p95, .class-throttled { color: var(--c4); }
.line-critical { color: var(--critical); } .line-exhausted { color: var(--exhausted); } .line-p99, .class-server { color: var(--c1); }
.class-timeout { color: var(--c3); } .class-auth { color: var(--c6); } .class-request, .class-unknown, .class-aborted, .class-filtered { color: var(--c7); }
@page { size: landscape; margin: 1cm; }
@media print { body { padding: 0; } article { break-inside: avoid; } .scroll { overflow: visible; } th, td { padding: .2rem .3rem; font-size: .75rem; } }
`;
