/** The sheet of the workbench. */
export const workbenchStyle = `
.bench { display: grid; grid-template-columns: minmax(0, 7fr) minmax(20rem, 5fr); gap: 1rem 2rem; align-items: start; }
.bench .field, .bench fieldset { margin: .5rem 0; } .bench .deeds { display: flex; gap: .6rem; align-items: center; margin: .6rem 0 .2rem; }
.bench #says { min-height: 1.6rem; margin: .2rem 0; font-weight: 600; }
.bench #says.busy::before { content: "… "; }
kbd { font: .82em ui-monospace, monospace; color: var(--soft); border: 1px solid var(--line); border-radius: .25rem; padding: .05rem .4rem; }
.tabs { margin: 0 0 .75rem; border-bottom: 1px solid var(--line); } .tabs ul.links li { min-width: 0; } .tabs a { display: block; padding: .3rem .2rem; text-decoration: none; } .tabs [aria-current] { border-bottom: 2px solid var(--accent); }
.editor textarea { font: .9rem/1.5 ui-monospace, "Cascadia Mono", "Noto Sans Mono CJK SC", monospace; tab-size: 2; width: 100%; }
.editor .cm-editor { border: 1px solid var(--strong); border-radius: .3rem; background: var(--raised); resize: vertical; overflow: hidden; min-height: 8rem; }
.editor[data-editor=sql] .cm-editor { height: 20rem; } .editor[data-editor=source] .cm-editor { height: 20rem; } .editor[data-editor=manifest] .cm-editor { height: 14rem; } form[data-mode=program] .editor[data-editor=sql] .cm-editor { height: 10rem; }
fieldset.lane { display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; align-items: center; padding: .2rem 1rem .6rem; }
.grid2 { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .25rem 1.25rem; } label.yes { font-weight: 400; }
details > summary { cursor: pointer; padding: .2rem 0; } details.settings, details.tables { margin: .6rem 0; } details.tables details { margin-left: 1rem; border-top: 1px solid var(--line); }
dl.columns { grid-template-columns: minmax(10rem, max-content) 1fr; font-size: .92em; }
.out { position: absolute; left: -100rem; }
section.forecast { border: 1px solid var(--line); border-radius: .3rem; background: var(--raised); padding: .25rem 1rem 1rem; }
section.forecast h2 { margin: .5rem 0; } section.forecast table { font-size: .92em; } section.forecast h4 { margin: .9rem 0 .2rem; font-size: .95em; } section.forecast ul { margin: .2rem 0; padding-left: 1.2rem; }
.accepted { color: var(--good); } .verdict { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; margin: .4rem 0; } .verdict strong { font-size: 1.15rem; }
meter { width: 7rem; } meter.wide { width: 100%; } strong.bad { color: var(--bad); }
.propose { border-top: 1px solid var(--line); margin-top: 1rem; }
.problems ol { padding-left: 1.2rem; } .problems h3 { margin: 0; } .problems p { margin: .25rem 0; } pre.line { margin: .2rem 0; background: var(--raised); } pre.line mark { background: none; color: inherit; text-decoration: underline wavy var(--bad); text-underline-offset: .25em; font-weight: 650; }
.hid { color: var(--soft); font-style: italic; }
.bench #result h2 { margin-top: 1rem; } .gridchart { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 2rem; align-items: start; }
@media (min-width: 110rem) { .gridchart:has(figure) { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); } }
figure.chart { margin: 1rem 0; } figure.chart img { max-width: 100%; height: auto; }
.cells { border: 1px solid var(--line); border-radius: .3rem; background: var(--raised); }
.cells .view { overflow: auto; max-height: 32rem; position: relative; }
.cells table { border-collapse: separate; border-spacing: 0; width: max-content; min-width: 100%; }
.cells th { position: sticky; top: 0; background: var(--wash); z-index: 1; padding: .35rem .9rem; } .cells td { height: 2rem; padding: 0 .9rem; white-space: nowrap; vertical-align: middle; } .cells tr.gap td { padding: 0; border: 0; height: auto; }
.cells td:focus { outline: 3px solid var(--accent); outline-offset: -3px; }
.cells .place { margin: 0; padding: .3rem .9rem; border-top: 1px solid var(--line); font-size: .92em; min-height: 2rem; }
ol.track { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(6rem, 1fr)); gap: .25rem; padding: 0; margin: 1rem 0; } ol.track li { border-top: 4px solid var(--line); padding-top: .25rem; color: var(--soft); font-size: .92em; } ol.track li.done { border-color: var(--good); color: inherit; } ol.track li.here { border-color: var(--accent); color: inherit; font-weight: 650; }
ol.clauses > li { margin: .9rem 0; max-width: 46rem; } ol.clauses h3 { margin: 0 0 .2rem; }
.wizard table.columns input { width: 100%; } .wizard td:first-child { width: 16rem; }
@media (max-width: 64rem) { .bench { grid-template-columns: minmax(0, 1fr); } }
@media print { .bench { display: block; } section.forecast { border: 0; } }
`;
