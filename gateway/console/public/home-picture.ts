/** The one picture of the front page: what stays, what comes in, what leaves. */
import type { Lang, Theme } from '../view.ts';

const words = {
  zh: {
    domain: '域',
    data: '原始数据',
    never: '永不出域',
    vendor: '数据商',
    sim: '仿真数据',
    program: '获批程序',
    gate: '合规核查',
    people: '两人复核 · 备案',
    answer: '结果与证书',
    log: '存证日志(见证方共同签名)',
  },
  en: {
    domain: 'the domain',
    data: 'raw data',
    never: 'never leaves',
    vendor: 'vendor',
    sim: 'simulation data',
    program: 'approved program',
    gate: 'disclosure check',
    people: 'two reviewers, filing',
    answer: 'answer + certificate',
    log: 'the log, cosigned by witnesses',
  },
} as const satisfies Record<Lang, Readonly<Record<string, string>>>;

const light =
  'text{fill:#1c2430}.soft{fill:#545e6b}.box{fill:#fff;stroke:#8a8577}.wall{fill:#eef3f1;stroke:#0b5d5e}.flow{stroke:#0b5d5e}.tip{fill:#0b5d5e}';
const dark =
  'text{fill:#e6e8ea}.soft{fill:#a5b0bb}.box{fill:#1b2027;stroke:#7d8894}.wall{fill:#1d2a2c;stroke:#6fc3bf}.flow{stroke:#6fc3bf}.tip{fill:#6fc3bf}';

/** SVG, complete in itself. */
export function homePicture(lang: Lang, theme: Theme | undefined): string {
  const w = words[lang];
  const sheet =
    theme === 'dark' ? dark : theme === 'light' ? light : `${light}@media (prefers-color-scheme: dark){${dark}}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 280" width="900" height="280" font-family="system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif" font-size="15" text-anchor="middle">
<style>${sheet}</style>
<rect class="wall" x="330" y="16" width="240" height="186" rx="6" stroke-width="3"/>
<text x="450" y="42" font-weight="600">${w.domain}</text>
${box(360, 60, w.data)}<text class="soft" x="462" y="128" font-size="13" text-anchor="start">${w.never}</text>
${box(360, 142, w.program)}
${box(20, 60, w.vendor)}<text class="soft" x="110" y="125" font-size="13">${w.sim}</text>
${arrow('M200 82H270V164H352', 352, 164)}
<line class="flow" x1="450" y1="104" x2="450" y2="142" stroke-width="2"/>
${box(640, 60, w.gate)}<text class="soft" x="742" y="128" font-size="13" text-anchor="start">${w.people}</text>
${arrow('M540 164H600V82H632', 632, 82)}
${box(640, 142, w.answer)}
${arrow('M730 106V134', 730, 134, true)}
<rect class="box" x="20" y="224" width="860" height="38" rx="4" stroke-dasharray="5 4"/>
<text x="450" y="249">${w.log}</text>
</svg>`;
}

function box(x: number, y: number, says: string): string {
  return `<rect class="box" x="${x}" y="${y}" width="180" height="44" rx="4"/><text x="${x + 90}" y="${y + 27}">${says}</text>`;
}

/** @param x where its tip is */
function arrow(path: string, x: number, y: number, isDown = false): string {
  const tip = isDown ? `M${x - 5} ${y}h10l-5 8z` : `M${x} ${y - 5}v10l8 -5z`;
  return `<path class="flow" d="${path}" fill="none" stroke-width="2"/><path class="tip" d="${tip}"/>`;
}
