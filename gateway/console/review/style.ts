/** Rules of the sheet for reviews: heat-map, drawer, votes. Every tone has a mark beside it. */
export const reviewStyle = `
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; margin: .25rem 0 1rem; }
nav.tabs { border-bottom: 1px solid var(--strong); margin: 0 0 1rem; } nav.tabs ul { gap: 0; }
nav.tabs a { display: block; padding: .4rem 1rem; text-decoration: none; border: 1px solid transparent; border-bottom: 0; }
nav.tabs a[aria-current] { border-color: var(--strong); border-radius: .3rem .3rem 0 0; background: var(--raised); margin-bottom: -1px; padding-bottom: calc(.4rem + 1px); }
.split { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 0 2rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
.sign { display: inline-block; text-decoration: none; min-width: 2rem; padding: 0 .35rem; text-align: center; border: 1px solid var(--line); font: .85em/1.6 ui-monospace, "Cascadia Mono", monospace; }
table.heat { width: auto; content-visibility: auto; contain-intrinsic-size: auto 20rem; }
table.heat th, table.heat td { padding: 0; text-align: center; border: 1px solid var(--line); font-size: .85rem; }
table.heat th { padding: .15rem .45rem; font-weight: 500; color: var(--soft); } table.heat th[scope=row] { text-align: right; white-space: nowrap; }
table.heat a { display: block; min-width: 2.2rem; min-height: 1.6rem; line-height: 1.6rem; color: inherit; text-decoration: none; font-family: ui-monospace, "Cascadia Mono", monospace; }
table.heat a:hover { outline: 2px solid var(--accent); outline-offset: -2px; }
.s-safe { background: var(--raised); color: var(--soft); } .s-primary { background: var(--badwash); color: var(--bad); font-weight: 650; }
.s-secondary { background: var(--warnwash); color: var(--warn); } .s-zero { background: var(--wash); color: var(--ink); } .s-implicit-fail { background: var(--bad); color: var(--on); }
.drawer { border: 1px solid var(--accent); border-radius: .3rem; background: var(--raised); padding: .25rem 1.25rem .75rem; margin: 1rem 0; } .drawer h2 { margin-top: .75rem; } .drawer:target { outline: 3px solid var(--accent); outline-offset: 2px; }
form.filter { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; margin: .75rem 0; }
nav.paging { display: flex; gap: 1.5rem; margin: .75rem 0; }
form.judgement { max-width: 70rem; } fieldset.inline { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; border: 0; padding: 0; margin: .5rem 0; } fieldset.inline legend { float: left; padding: 0 1rem 0 0; }
ul.acknowledge { list-style: none; padding: 0; margin: 0; } ul.acknowledge li { padding: .3rem 0; border-bottom: 1px solid var(--line); } ul.acknowledge label { display: block; padding-left: 1.7rem; text-indent: -1.7rem; }
.answer { display: flex; flex-wrap: wrap; gap: .35rem; } .answer input { flex: 1 1 10rem; min-width: 8rem; }
article.vote { border-left: 4px solid var(--strong); padding: 0 1rem; margin: 1rem 0; }
.field.half { max-width: 22rem; } textarea.code { font: .9em/1.5 ui-monospace, "Cascadia Mono", "Noto Sans Mono CJK SC", monospace; }
ol.recipes li { margin: .5rem 0; }
pre.numbered { counter-reset: line; border-left: 0; padding-left: 0; white-space: pre; } pre.numbered .line { display: block; } pre.numbered .line::before { counter-increment: line; content: counter(line); display: inline-block; width: 3.5rem; padding-right: 1rem; text-align: right; color: var(--soft); }
pre.diff { white-space: pre; padding-left: 0; border-left: 0; } pre.diff .line { display: block; } pre.diff .added { background: var(--goodwash); } pre.diff .taken { background: var(--badwash); }
.stop-form { border: 3px solid var(--bad); border-radius: .3rem; padding: 1rem 1.5rem; margin: 1rem 0; max-width: 46rem; } .stop-form button { background: var(--bad); border-color: var(--bad); font-size: 1.2rem; padding: .6rem 1.5rem; }
@media (max-width: 40rem) { .facts .chip, dd .chip { white-space: normal; } .facts > *, dd { overflow-wrap: anywhere; } }
@media (min-width: 75rem) { .beside { display: grid; grid-template-columns: minmax(0, 1fr) 30rem; gap: 0 1.5rem; align-items: start; } .beside .drawer { grid-column: 2; grid-row: 1; position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow-y: auto; } .beside .maps { grid-column: 1; grid-row: 1; } }
@media print { nav.tabs { display: none; } table.heat { content-visibility: visible; } details { display: block; } }
`;
