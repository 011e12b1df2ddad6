/** What each side has contributed, by the year: the operator as others see it, the departments by what they gave. Formulas stand beside the numbers. @see R11, R12, R18 */
import { clocksOf } from '../deadlines.ts';
import { lives, type LifeName } from '../lives.ts';
import { happened } from './lives.ts';
import {
  actsIn,
  counted,
  isIn,
  share,
  tally,
  type Cell,
  type ReportKind,
  type Section,
  type Source,
} from './report.ts';

/** R11 */
export const operatorEvaluation: ReportKind = {
  title: { zh: '运营机构年度评价', en: 'yearly evaluation of the operator' },
  by: 'competent_authority',
  to: ['operator', 'data_agency'],
  when: 'yearly',
  source: 'AO-32-1',
  make: (source) => [
    {
      title: { zh: '评价得分', en: 'scores' },
      columns: [
        { zh: '评价', en: 'evaluation' },
        { zh: '年度', en: 'year' },
        { zh: '状态', en: 'state' },
        { zh: '总分', en: 'total' },
        { zh: '数源部门', en: 'source departments' },
        { zh: '管理机构', en: 'data agency' },
        { zh: '数据商', en: 'vendors' },
      ],
      rows: source.lookup.all('evaluation').map(({ id, year, state, result }) => {
        const by = result?.byRole ?? {};
        const each = [by.source_department, by.data_agency, by.vendor].map(points);
        return [id, year, state, points(result?.total), ...each];
      }),
      formula:
        'total = mean over evaluators of (Σ weight · points ÷ Σ weight), each kind of evaluator counting the same',
    },
    duties(source, 'operator'),
    happened(source, 'evaluation', { zh: '评价过程', en: 'evaluations' }),
  ],
};

/** Hundredths as points. */
function points(value: number | undefined): Cell {
  return value === undefined ? 'none' : value / 100;
}

/** Periods that ended in the period of the report, kept and not kept, of those who act in this role. */
function duties(source: Source, role: 'operator' | 'source_department'): Section {
  const rows = [...dutiesOf(source, role)].map(([org, { met, late }]): readonly Cell[] => [
    org,
    met,
    late,
    share(met, met + late),
  ]);
  return {
    title: { zh: '按期办结', en: 'periods kept' },
    columns: [
      { zh: '机构', en: 'organization' },
      { zh: '按期', en: 'kept' },
      { zh: '逾期', en: 'late or overdue' },
      { zh: '按期率', en: 'share kept' },
    ],
    rows,
    formula: 'share kept = kept ÷ (kept + late or overdue), of periods whose last day lies in the period of the report',
  };
}

interface Kept {
  readonly met: number;
  readonly late: number;
}

function dutiesOf(source: Source, role: string): ReadonlyMap<string, Kept> {
  const found = new Map<string, Kept>();
  for (const life of Object.keys(lives) as LifeName[]) {
    for (const doc of source.lookup.all(life)) {
      for (const { duty, due, state } of clocksOf(lives[life], doc, source)) {
        if (duty.role !== role || !due || !isIn(source.period, due)) continue;
        const { met, late } = found.get(duty.org ?? role) ?? { met: 0, late: 0 };
        const isLate = state === 'late' || state === 'overdue';
        found.set(duty.org ?? role, isLate ? { met, late: late + 1 } : { met: met + (state === 'met' ? 1 : 0), late });
      }
    }
  }
  return found;
}

/** Parts of the index; an engineering choice until a norm says otherwise. */
export const contributionWeights = { entries: 30, uses: 30, released: 20, punctual: 20 } as const;

interface Contribution {
  readonly department: string;
  readonly entries: number;
  /** Runs that read its tables. */
  readonly uses: number;
  readonly released: number;
  readonly punctual: Cell;
}

/** Each part is relative to the largest of all departments, so the index compares and does not measure. */
export function contributionIndex(
  all: readonly Contribution[],
): readonly (Contribution & { readonly index: number })[] {
  const most = (part: 'entries' | 'uses' | 'released'): number => Math.max(1, ...all.map((one) => one[part]));
  const largest = { entries: most('entries'), uses: most('uses'), released: most('released') };
  return all
    .map((one) => {
      const { entries, uses, released, punctual } = contributionWeights;
      const relative =
        (entries * one.entries) / largest.entries +
        (uses * one.uses) / largest.uses +
        (released * one.released) / largest.released +
        punctual * (typeof one.punctual === 'number' ? one.punctual : 1);
      return { ...one, index: Math.round(relative * 10) / 10 };
    })
    .sort((a, b) => b.index - a.index || (a.department < b.department ? -1 : 1));
}

function contributions(source: Source): readonly Contribution[] {
  const { lookup } = source;
  const entries = lookup.all('catalogEntry').filter(({ state }) => state === 'published');
  const runs = actsIn(source, lookup.all('run'), 'finished').map(({ doc }) => doc);
  const left = actsIn(source, lookup.all('export'), 'released').map(({ doc }) => doc);
  const kept = dutiesOf(source, 'source_department');
  return [...new Set(entries.map(({ entry }) => entry.department))].map((department) => {
    const own = new Set<string>(
      entries.filter(({ entry }) => entry.department === department).map(({ entry }) => entry.id),
    );
    const reads = (uses: readonly { readonly entry: string }[]) => uses.some(({ entry }) => own.has(entry));
    const used = runs.filter(({ uses }) => reads(uses));
    const released = left.filter(({ product }) =>
      product.runs.some((run) => reads(lookup.get('run', run)?.uses ?? [])),
    );
    const { met, late } = kept.get(department) ?? { met: 0, late: 0 };
    return {
      department,
      entries: own.size,
      uses: used.length,
      released: released.length,
      punctual: share(met, met + late),
    };
  });
}

/** R12 */
export const contribution: ReportKind = {
  title: { zh: '数源部门贡献情况', en: 'contribution of source departments' },
  by: 'competent_authority',
  to: ['source_department', 'data_agency'],
  when: 'yearly',
  source: 'AO-33-1',
  make: (source) => [
    {
      title: { zh: '贡献指数', en: 'contribution index' },
      columns: [
        { zh: '部门', en: 'department' },
        { zh: '目录', en: 'entries published' },
        { zh: '被使用', en: 'runs that read them' },
        { zh: '出域产品', en: 'products released' },
        { zh: '按期率', en: 'share of periods kept' },
        { zh: '指数', en: 'index' },
      ],
      rows: contributionIndex(contributions(source)).map(({ department, entries, uses, released, punctual, index }) => [
        department,
        entries,
        uses,
        released,
        punctual,
        index,
      ]),
      formula:
        'index = 30 · entries ÷ most + 30 · runs ÷ most + 20 · products ÷ most + 20 · share kept (1 where nothing was owed); the weights are an engineering choice',
    },
    duties(source, 'source_department'),
  ],
};

/** R18 */
export const openingEvaluation: ReportKind = {
  title: { zh: '年度开放评价通报', en: 'yearly evaluation of opening' },
  by: 'competent_authority',
  to: ['source_department', 'public'],
  when: 'yearly',
  source: 'GD-29-1',
  make: (source) => {
    const published = source.lookup.all('catalogEntry').filter(({ state }) => state === 'published');
    return [
      counted(
        { zh: '按开放属性', en: 'published by attribute' },
        { zh: '开放属性', en: 'attribute' },
        tally(published.map(({ entry }) => entry.attribute)),
      ),
      counted(
        { zh: '按部门', en: 'published by department' },
        { zh: '部门', en: 'department' },
        tally(published.map(({ entry }) => entry.department)),
      ),
      happened(source, 'catalogEntry', { zh: '目录变动', en: 'changes of the catalog' }),
    ];
  },
};
