/** The budget meter: what is left of each budget, in how many more answers like this one. */
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import type { Explanation } from '#sandbox/door.ts';
import type { Budget } from '../../budgets.ts';
import { table, type Cell, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { percent, short, whole } from './numbers.ts';

type Price = NonNullable<Explanation['private']>['cost'];

/** How many more answers of this price fit; undefined for one that costs nothing. */
export function timesLeft({ cap, spent, reserved }: Budget, price: Price): number | undefined {
  const fits = (['rho', 'delta'] as const).flatMap((unit) => {
    const each = BigInt(price[unit]);
    return each === 0n ? [] : [Number((BigInt(cap[unit]) - BigInt(spent[unit]) - BigInt(reserved[unit])) / each)];
  });
  return fits.length === 0 ? undefined : Math.max(0, Math.min(...fits));
}

/** The people that it is about, and the reader's own agreements, tightest first. */
export function budgetMeter(view: View, { units, private: plan }: Explanation, budgets: readonly Budget[]): Html {
  if (!plan) return html``;
  const own = budgets.filter(
    ({ scope }) => scope.startsWith('agreement/') || units.some((unit) => scope === `space/${unit}`),
  );
  const rows = own
    .map((budget) => ({ budget, left: timesLeft(budget, plan.cost) ?? Number.POSITIVE_INFINITY }))
    .toSorted((a, b) => a.left - b.left);
  return html`${table(view, {
    caption: view.t({ zh: '隐私预算:还能问多少次同样的问题', en: 'Privacy budget: how many more like this' }),
    head: [
      view.t({ zh: '账户', en: 'budget of' }),
      view.t({ zh: '已用', en: 'spent' }),
      view.t({ zh: '占上限', en: 'of its cap' }),
      view.t({ zh: '本次占比', en: 'this one' }),
      view.t({ zh: '还可提问', en: 'more like this' }),
    ],
    numbers: [3, 4],
    rows: rows.map(({ budget, left }) => rowOf(view, { budget, left, price: plan.cost })),
  })}`;
}

interface Line {
  readonly budget: Budget;
  readonly left: number;
  readonly price: Price;
}

function rowOf(view: View, { budget, left, price }: Line): readonly Cell[] {
  const name = view.t(scopeTitle(budget.scope));
  const share = percent(view, budget.used);
  return [
    name,
    html`<meter min="0" max="1" high="0.9" value="${budget.used.toFixed(4)}" aria-label="${name}">${share}</meter>`,
    view.t({
      zh: `${share},上限 ε ${short(view, budget.cap.epsilon)}`,
      en: `${share} of ε ${short(view, budget.cap.epsilon)}`,
    }),
    percent(view, Number(price.rho) / Math.max(1, Number(budget.cap.rho))),
    Number.isFinite(left) ? html`<strong class="${left === 0 ? 'bad' : ''}">${whole(view, left)}</strong>` : '–',
  ];
}

const kinds: Readonly<Record<string, Title>> = {
  space: { zh: '群体', en: 'people' },
  agreement: { zh: '协议', en: 'agreement' },
};

function scopeTitle(scope: string): Title {
  const [kind, name] = [scope.slice(0, scope.indexOf('/')), scope.slice(scope.indexOf('/') + 1)];
  const title = kinds[kind];
  return { zh: `${title?.zh ?? kind} ${name}`, en: `${title?.en ?? kind} ${name}` };
}
