/** Rules of the pages of those who supervise. */
export const regulatorStyle = `
code.id { user-select: all; }
form.filter { display: flex; flex-wrap: wrap; gap: .6rem 1.25rem; align-items: end; margin: 1rem 0; }
form.filter fieldset { display: flex; flex-wrap: wrap; gap: .15rem 1rem; margin: 0; padding: .3rem .8rem .5rem; }
.pick { display: grid; gap: .15rem; } .pick label { font-size: .87em; color: var(--soft); } .pick.wide { flex: 1 1 24rem; }
figure.scroll { margin: 1rem 0; border: 1px solid var(--line); background: var(--raised); padding: .75rem; }
img.trace { display: block; max-width: 100%; min-width: 58rem; height: auto; }
.walk { display: grid; grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr)); gap: 0 2rem; align-items: start; }
.walk h3 { border-bottom: 1px solid var(--strong); padding-bottom: .2rem; } .walk ol { list-style: none; margin: 0; padding: 0; }
.walk li { border-left: 3px solid var(--line); padding: .1rem 0 .1rem .75rem; margin: .6rem 0; } .walk li.start, .walk li:target { border-left-color: var(--accent); background: var(--wash); }
.walk li p { margin: .1rem 0; } .near { font-size: .87em; color: var(--soft); overflow-wrap: anywhere; }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 0 2rem; }
.filing { border-top: 1px solid var(--strong); margin-top: 2rem; }
.running { display: none; }
.stop { background: var(--badwash); border-bottom: 2px solid var(--bad); color: var(--ink); padding: .5rem 1.5rem; margin: 0; }
nav.pages { margin: 1rem 0; }
@media (max-width: 40rem) { .walk { grid-template-columns: 1fr; } }
@page { margin: 2.2cm 1.6cm 1.8cm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 9pt; } }
@media print { .running { display: block; position: fixed; top: -1.4cm; left: 0; right: 0; font-size: 9pt; border-bottom: .5pt solid #777; margin: 0; } .screen, .stop a { display: none; } .walk { display: block; } img.trace { max-width: 100%; height: auto; } section, figure { break-inside: auto; } h2, h3 { break-after: avoid; } }
`;
