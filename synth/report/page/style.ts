/** The style of the page, in it: dark on light, one column, print too. */
export const style = `
:root { color-scheme: light; --ink: #1c2430; --paper: #fbfaf7; --line: #d8d4ca; --soft: #56606c; --accent: #0b5d5e; --pale: #a9b4bd; --alarm: #9c2f1b; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Noto Sans CJK SC", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: .5rem 0 1rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: .9rem; margin: 0; font-weight: 600; }
h1 span, h2 span, h3 span, h4 span { font-weight: 400; color: var(--soft); }
p { max-width: 44rem; }
.soft { color: var(--soft); font-size: .85rem; margin: 0; }
.owner { border: 2px solid var(--alarm); padding: .5rem .75rem; }
.strip { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem 1rem; margin: 1rem 0; padding: 0; }
.strip .long { grid-column: 1 / -1; }
.strip dt { color: var(--soft); font-size: .85rem; }
.strip dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; }
.card { border: 1px solid var(--line); padding: .75rem; background: #fff; break-inside: avoid; }
.card p { margin: .25rem 0 0; }
.value { font-size: 1.8rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1.25rem; }
figure { margin: 0; break-inside: avoid; }
figcaption { font-size: .85rem; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .9rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .35rem; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
tbody th { font-weight: 400; }
.alarm { color: var(--alarm); font-weight: 600; }
svg { display: block; max-width: 100%; height: auto; }
svg.heat { max-width: none; }
svg.curves { width: 30rem; }
svg text { font-size: 10px; fill: var(--ink); }
svg line { stroke: var(--soft); stroke-width: 1; }
.train { fill: var(--pale); }
.drawn { fill: var(--accent); }
.heat rect { fill: var(--accent); }
.heat .ground { fill: #fff; stroke: var(--line); }
polyline { fill: none; stroke-width: 2; }
polyline.members { stroke: var(--alarm); }
polyline.strangers { stroke: var(--accent); stroke-dasharray: 6 3; }
polyline.reference { stroke: var(--soft); stroke-dasharray: 2 3; }
.key { margin-right: .75rem; border-bottom: 2px solid var(--soft); }
.key.members { border-color: var(--alarm); }
.key.strangers { border-color: var(--accent); border-bottom-style: dashed; }
.key.reference { border-bottom-style: dotted; }
@media print { body { background: none; font-size: 11pt; } main { max-width: none; padding: 0; } .scroll { overflow: visible; } * { print-color-adjust: exact; } }
`;
