/** Stages whose page tells how many things stand where, and not whose they are. */
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import type { ExportState } from '#policies/procedure/export-table.ts';
import { publicStateOf } from '#policies/procedure/export-view.ts';
import type { Stage } from '#policies/procedure/life.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { lossOf } from '../../budgets.ts';
import { loadAll } from '../../load.ts';
import type { Office } from '../../office.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';

export interface Counted {
  readonly title: Title;
  readonly says: Title;
  readonly life: readonly LifeName[];
}

export const counted = {
  propose: {
    title: { zh: '申请', en: 'Propose' },
    says: {
      zh: '一个场景,一份申请;程序按哈希冻结。',
      en: 'One scenario, one application; a program is frozen by its hash.',
    },
    life: ['registration', 'application', 'program'],
  },
  review: {
    title: { zh: '审核', en: 'Review' },
    says: {
      zh: '运营机构核查,审核机构决定,双方签署。',
      en: 'The operator checks, the reviewing bodies decide, both sides sign.',
    },
    life: ['application', 'agreement', 'program'],
  },
  run: {
    title: { zh: '运行', en: 'Run' },
    says: {
      zh: '获批的哈希在域内运行;数据商得到回执,而不是数据。',
      en: 'The approved hash runs inside the domain. The vendor gets a receipt, not rows.',
    },
    life: ['run'],
  },
  check: {
    title: { zh: '核查', en: 'Check' },
    says: { zh: '先披露规则,再比对以往出域,最后由人复核。', en: 'Disclosure rules, earlier releases, then people.' },
    life: ['export'],
  },
  export: {
    title: { zh: '出域', en: 'Export' },
    says: {
      zh: '经备案、签名,带证书离开,任何人都可离线核验。',
      en: 'Filed, signed, released with a certificate that anyone can verify offline.',
    },
    life: ['export'],
  },
} as const satisfies Partial<Record<Stage, Counted>>;

export function countsPage(view: View, office: Office, { says, life }: Counted): Html {
  return html`<p>${view.t(says)}</p>
    ${life.map((name) => countsOf(view, office, name))}`;
}

function countsOf(view: View, { record }: Office, name: LifeName): Html {
  const found = new Map<string, number>();
  for (const [own, count] of record.read.countByState(name)) {
    const state = name === 'export' ? publicStateOf(own as ExportState) : own;
    found.set(state, (found.get(state) ?? 0) + count);
  }
  const titles: Readonly<Record<string, Title>> = lives[name].states;
  return table(view, {
    caption: view.t(lives[name].title),
    head: [view.t({ zh: '状态', en: 'state' }), view.t({ zh: '数量', en: 'how many' })],
    numbers: [1],
    rows: [...found].map(([state, count]) => [view.t(titles[state] ?? { zh: state, en: state }), count]),
  });
}

/** What private answers were charged, of whom, and not whose they are. */
export function answered(view: View, office: Office): Html {
  const found = new Map<string, { paid: number; free: number; losses: Set<string> }>();
  for (const { result } of loadAll(office.record.read, 'run')) {
    if (!result?.privacy) continue;
    const { space, cached } = result.privacy;
    const row = found.get(space) ?? { paid: 0, free: 0, losses: new Set() };
    row[cached ? 'free' : 'paid']++;
    row.losses.add(lossOf(result.privacy).epsilon.toFixed(2));
    found.set(space, row);
  }
  return html`${table(view, {
      caption: view.t({ zh: '差分隐私运行', en: 'Private answers' }),
      head: [
        view.t({ zh: '主体', en: 'people' }),
        view.t({ zh: '付费', en: 'paid' }),
        view.t({ zh: '重复,免费', en: 'repeated, free' }),
        view.t({ zh: '每次 ε', en: 'ε of an answer' }),
      ],
      numbers: [1, 2],
      rows: [...found].map(([space, { paid, free, losses }]) => [
        html`<code>${space}</code>`,
        paid,
        free,
        [...losses].sort().join(', '),
      ]),
    })}
    <p><a href="/budgets">${view.t({ zh: '隐私预算余额', en: 'What is left of the privacy budgets' })}</a></p>`;
}
