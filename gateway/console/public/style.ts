/** Rules of the public pages. */
export const publicStyle = `
img.front { display: block; max-width: 100%; min-width: 40rem; height: auto; }
.starts { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0 2rem; } .starts h3 { border-top: 2px solid var(--accent); padding-top: .5rem; } .starts ul { margin: 0; padding-left: 1.1rem; }
.drop { border: 2px dashed var(--strong); border-radius: .3rem; padding: .25rem 1rem; margin: 1rem 0; }
.verified[data-state] { border-left: 6px solid var(--strong); padding: .25rem 1rem; margin: 1rem 0; } .verified p { margin: .3rem 0; } .verified strong { display: block; margin: .5rem 0; }
.verified[data-state=good] { border-color: var(--good); background: var(--goodwash); } .verified[data-state=bad] { border-color: var(--bad); background: var(--badwash); } .verified[data-state=unknown] { border-color: var(--warn); background: var(--warnwash); }
`;
