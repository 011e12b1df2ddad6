/** The one style sheet: light and dark, print, one accent. */
import { publicStyle } from './public/style.ts';
import { regulatorStyle } from './regulator/style.ts';
import { reviewStyle } from './review/style.ts';
import { workbenchStyle } from './workbench/style.ts';

export const style = `
:root { color-scheme: light; --ink: #1c2430; --paper: #fbfaf7; --raised: #ffffff; --line: #d8d4ca; --strong: #8a8577; --soft: #545e6b; --accent: #0b5d5e; --on: #ffffff;
  --good: #1d6b3c; --warn: #7a4b00; --bad: #9b1c1c; --wash: #eef3f1; --warnwash: #f8efdd; --badwash: #f9e7e4; --goodwash: #e5f1e8; }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { color-scheme: dark; --ink: #e6e8ea; --paper: #14181d; --raised: #1b2027; --line: #323a44; --strong: #7d8894; --soft: #a5b0bb; --accent: #6fc3bf; --on: #0d1317;
  --good: #7fce9b; --warn: #e3b368; --bad: #f2938a; --wash: #1d2a2c; --warnwash: #2e2616; --badwash: #321e1d; --goodwash: #18281e; } }
:root[data-theme=dark] { color-scheme: dark; --ink: #e6e8ea; --paper: #14181d; --raised: #1b2027; --line: #323a44; --strong: #7d8894; --soft: #a5b0bb; --accent: #6fc3bf; --on: #0d1317;
  --good: #7fce9b; --warn: #e3b368; --bad: #f2938a; --wash: #1d2a2c; --warnwash: #2e2616; --badwash: #321e1d; --goodwash: #18281e; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; } .skip:focus { left: .5rem; top: .5rem; background: var(--raised); padding: .5rem 1rem; z-index: 2; }
header { border-bottom: 1px solid var(--line); padding: .6rem 1.5rem 0; display: flex; flex-wrap: wrap; gap: .4rem 2rem; align-items: baseline; }
nav ol, nav ul, ul.links, ul.actions { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; }
nav.stages { padding-bottom: .6rem; }
.me { margin-left: auto; display: flex; gap: 1rem; font-size: .9rem; }
nav.desk { flex: 0 0 calc(100% + 3rem); margin: 0 -1.5rem; padding: .35rem 1.5rem; background: var(--wash); border-top: 1px solid var(--line); font-size: .92rem; }
.name { font-weight: 650; color: inherit; text-decoration: none; }
a { color: var(--accent); text-underline-offset: .18em; }
[aria-current] { font-weight: 650; color: inherit; text-decoration-thickness: 2px; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; } main.wide { max-width: none; }
footer { max-width: 72rem; margin: 2rem auto 0; padding: 1rem 1.5rem 2rem; color: var(--soft); font-size: .9rem; border-top: 1px solid var(--line); }
h1 { font-size: 1.55rem; line-height: 1.25; margin: .25rem 0 1rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .35rem; }
small, .soft { color: var(--soft); font-size: .87em; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .35rem; }
th, td { text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; border-bottom-color: var(--strong); } th.number, td.number { text-align: right; }
code, pre { font: .9em/1.5 ui-monospace, "Cascadia Mono", "Noto Sans Mono CJK SC", monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; border-left: 3px solid var(--line); padding-left: 1rem; white-space: pre-wrap; }
svg.spark path { fill: var(--accent); }
.empty { color: var(--soft); }
.chip { display: inline-block; border: 1px solid var(--strong); border-radius: 1rem; padding: 0 .6rem; font-size: .87em; background: var(--raised); white-space: nowrap; }
.chip.good { color: var(--good); border-color: var(--good); } .chip.warn { color: var(--warn); border-color: var(--warn); } .chip.bad { color: var(--bad); border-color: var(--bad); }
button, .button { font: inherit; display: inline-block; min-height: 2.25rem; padding: .3rem .9rem; border: 1px solid var(--accent); border-radius: .3rem; background: var(--accent); color: var(--on); text-decoration: none; cursor: pointer; }
button.plain, .button.plain { background: transparent; color: var(--accent); }
button.link { min-height: 0; padding: 0; border: 0; background: none; color: inherit; text-decoration: underline; }
button:disabled { opacity: .55; cursor: default; }
ul.actions { margin: 1rem 0; gap: .5rem; } ul.links li { min-width: 14rem; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .2rem 1.25rem; margin: .5rem 0; }
dt { color: var(--soft); } dd { margin: 0; min-width: 0; } dd ol { margin: 0; padding-left: 1.2rem; }
form.command { max-width: 46rem; } .field { margin: .75rem 0; } .field > label { display: block; font-weight: 600; } .yes label { font-weight: 400; }
input, select, textarea { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--strong); border-radius: .3rem; padding: .3rem .5rem; max-width: 100%; }
.field > input:not([type=checkbox]), .field > textarea, .field > select { width: 100%; } textarea { resize: vertical; }
fieldset { border: 1px solid var(--line); border-radius: .3rem; margin: .9rem 0; padding: .5rem 1rem 1rem; min-width: 0; } legend { font-weight: 600; padding: 0 .35rem; }
.required { color: var(--soft); font-weight: 400; font-size: .85em; }
.refused { border-left: 4px solid var(--bad); background: var(--badwash); padding: .5rem 1rem; margin: 1rem 0; } .refused h2 { margin: 0; font-size: 1rem; } .remedy { font-weight: 600; }
.note { border-left: 4px solid var(--accent); background: var(--wash); padding: .5rem 1rem; margin: 1rem 0; }
@media (prefers-reduced-motion: no-preference) { a, button { transition: background-color .12s; } }
@media (max-width: 40rem) { main { padding: 1rem; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
@media print { header, footer, nav, .skip, form, ul.actions, button { display: none !important; } body { background: none; color: #000; font-size: 10.5pt; } .scroll { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; } a { color: inherit; text-decoration: none; } }
${publicStyle}${regulatorStyle}${workbenchStyle}${reviewStyle}`;
