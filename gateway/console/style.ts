/** The one style sheet. Light and dark, print, one accent. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2430; --paper: #fbfaf7; --line: #d8d4ca; --soft: #5c6673; --accent: #0b5d5e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --paper: #14181d; --line: #323a44; --soft: #9aa5b1; --accent: #6fc3bf; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Noto Sans CJK SC", sans-serif; }
header { border-bottom: 1px solid var(--line); padding: .75rem 1.5rem; display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: baseline; }
header ol { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; }
.name { font-weight: 650; color: inherit; text-decoration: none; }
a { color: var(--accent); }
[aria-current] { font-weight: 650; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: .5rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .35rem; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
code, pre { font: .9em/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; border-left: 3px solid var(--line); padding-left: 1rem; }
svg.spark path { fill: var(--accent); }
.empty { color: var(--soft); }
@media print { header nav { display: none; } body { background: none; } }
`;
