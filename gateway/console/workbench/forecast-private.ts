/** What a private answer would say and cost: noise, intervals, threshold and price. All but the last part follows from text and catalog. */
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import { nanosPerRho } from '#policies/privacy/cost.ts';
import type { Explanation, Simulation } from '#sandbox/door.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { percent, short } from './numbers.ts';

type Plan = NonNullable<Explanation['private']>;
type Release = Plan['releases'][number];

export function privatePlan(view: View, { units, private: plan }: Explanation): Html {
  if (!plan) return html``;
  const { epsilon, delta, cost, releases, tick } = plan;
  const rho = short(view, Number(cost.rho) / Number(nanosPerRho));
  const space = units[0] ?? '';
  return html`<dl>
      <dt>${view.t({ zh: '价格', en: 'price' })}</dt>
      <dd><strong>ε ${short(view, epsilon)}</strong> (δ ${delta}) · ρ ${rho}</dd>
      <dt>${view.t({ zh: '保护', en: 'protects' })}</dt>
      <dd>${view.t({ zh: `每个 ${space} 的全部记录`, en: `every ${space} with all its rows` })}</dd>
      <dt>${view.t({ zh: '何时答复', en: 'answers' })}</dt>
      <dd>
        ${view.t({ zh: `下单后 ${tick.seconds} 秒,无论结果如何`, en: `${tick.seconds} s after the order, whatever happens` })}
      </dd>
    </dl>
    ${releases.map((release, at) => releasePart(view, release, releases.length > 1 ? at + 1 : undefined))}
    ${programPart(view, plan)}`;
}

const tiers: Record<Release['tier'], Title> = {
  T0: { zh: '读取全部记录,以目录公布的每主体上限为界', en: 'All rows, bounded by what is published of a unit' },
  T1: { zh: '每个主体只读前若干条记录', en: 'Only the first rows of each unit are read' },
  T2: { zh: '每个主体只计若干组、每组若干条', en: 'Of each unit, a few groups and in each a few rows count' },
};

function releasePart(view: View, release: Release, number: number | undefined): Html {
  const { tier, threshold, statistics } = release;
  const name = view.t({ zh: '统计量的噪声', en: 'Noise of each number' });
  const τ =
    threshold === undefined
      ? ''
      : html`<p>
          ${view.t({ zh: `阈值 τ:主体数约少于 ${threshold} 的组不显示。`, en: `Threshold τ: groups of fewer than about ${threshold} units are left out.` })}
        </p>`;
  return html`<p>${view.t(tiers[tier])}${view.t({ zh: '。', en: '. ' })}${boundsOf(view, release)}</p>
    ${τ}
    ${table(view, {
      caption: number === undefined ? name : `${name} ${number}`,
      head: [
        view.t({ zh: '统计', en: 'number' }),
        'σ',
        view.t({ zh: '95 % 区间', en: '95 % within' }),
        view.t({ zh: '单个主体至多改变', en: 'one unit moves it by' }),
      ],
      numbers: [1, 2, 3],
      rows: statistics.map(({ fn, sigma, halfWidth95, sensitivity }) => [
        html`<code>${fn}</code>`,
        sigma === undefined ? view.t({ zh: '随组内计数', en: 'by the count' }) : short(view, sigma),
        halfWidth95 === undefined ? '–' : `± ${short(view, halfWidth95)}`,
        short(view, sensitivity),
      ]),
    })}`;
}

function boundsOf(view: View, { rowsPerUnit, groupsPerUnit, rowsPerGroup }: Release): string {
  const parts = [
    ...(rowsPerUnit === undefined ? [] : [view.t({ zh: `${rowsPerUnit} 条`, en: `rows: ${rowsPerUnit}` })]),
    ...(groupsPerUnit === undefined ? [] : [view.t({ zh: `${groupsPerUnit} 组`, en: `groups: ${groupsPerUnit}` })]),
    view.t({ zh: `每组 ${rowsPerGroup} 条`, en: `rows in a group: ${rowsPerGroup}` }),
  ].join(view.t({ zh: '、', en: ', ' }));
  return view.t({ zh: `每个主体至多计 ${parts}。`, en: `At most, of each unit: ${parts}.` });
}

/** Of programs and trainings, which have no other releases. */
function programPart(view: View, { noise, training }: Plan): Html {
  if (noise?.mode === 'map')
    return html`<p>
      ${view.t({ zh: `${noise.iterations} 轮,每个合计的噪声 σ ${short(view, noise.sigma)}`, en: `${noise.iterations} passes, noise σ ${short(view, noise.sigma)} in each of ${noise.sums} sums` })}
    </p>`;
  if (noise?.mode === 'blocks')
    return table(view, {
      caption: view.t({ zh: '结果的噪声', en: 'Noise of the results' }),
      head: [view.t({ zh: '结果', en: 'result' }), 'σ'],
      numbers: [1],
      rows: noise.results.map(({ name, sigma }) => [name, short(view, sigma)]),
    });
  if (!training) return html``;
  return table(view, {
    caption: view.t({ zh: '训练的噪声', en: 'Noise of the training' }),
    head: [view.t({ zh: '量', en: 'what' }), view.t({ zh: '次数', en: 'times' }), 'σ'],
    numbers: [1, 2],
    rows: training.measurements.map(({ what, times, sigma }) => [what, times, short(view, sigma)]),
  });
}

/** How good the numbers would be, as far as simulation data can tell. */
export function privateForecast(view: View, { table: exact, forecast, hiddenShare }: Simulation): Html {
  const parts = forecast.columns.flatMap(({ name, role }, at) => {
    const off = role === 'statistic' ? medianError(forecast, { name, at }) : undefined;
    return off === undefined ? [] : [{ name, off }];
  });
  const left = forecast.rows.length;
  return html`<p class="verdict">
      <strong
        >${view.t({ zh: `${exact.rows.length} 组中显示 ${left} 组`, en: `${left} of ${exact.rows.length} groups would be shown` })}</strong
      >
      ${hiddenShare ? html`<span>${view.t({ zh: `阈值以下 ${percent(view, hiddenShare)}`, en: `${percent(view, hiddenShare)} below the threshold` })}</span>` : ''}
    </p>
    ${table(view, {
      caption: view.t({
        zh: '一半的数值误差在此范围内(95 %,相对值)',
        en: 'Half of the numbers are this close (95 %, relative)',
      }),
      head: [view.t({ zh: '列', en: 'column' }), view.t({ zh: '误差', en: 'within' })],
      numbers: [1],
      rows: parts.map(({ name, off }) => [html`<code>${name}</code>`, `± ${percent(view, off)}`]),
    })}`;
}

/** Half the width of the interval beside each number, by its size. */
function medianError(
  { columns, rows }: Simulation['forecast'],
  { name, at }: { name: string; at: number },
): number | undefined {
  const [low, high] = ['low', 'high'].map((end) =>
    columns.findIndex((column) => column.name === `${name}_ci95_${end}`),
  );
  if (low === undefined || high === undefined || low < 0 || high < 0) return undefined;
  const errors = rows
    .map((row) => Math.abs((Number(row[high]) - Number(row[low])) / 2 / Number(row[at])))
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b);
  return errors[Math.floor((errors.length - 1) / 2)];
}
