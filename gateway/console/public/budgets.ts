/**
 * What is left of each group of people. The totals follow from the log of requests and are everybody's to see; whose agreement spent
 * what is not on a page without accounts.
 */
import { html } from 'hono/html';
import { statedDelta } from '#policies/privacy/settings.ts';
import type { Outcome } from '#policies/refusal.ts';
import type { Budget } from '../../budgets.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';

export function budgetsPage(view: View, budgets: Outcome<readonly Budget[]>): Html {
  return html`<p>
      ${view.t({
        zh: `每次差分隐私回答都会透露每个主体的一点信息,噪声限定其多少。所有数据商、所有回答合计,对每一类主体设有上限;已花费的不再返还。ε 按 δ = ${statedDelta} 计;百分比按可相加的 ρ 计。`,
        en: `Every private answer says a little of each person it is about, and noise bounds how much. The sum over all vendors and all answers has a cap for each group of people; what is spent never comes back. ε is at δ = ${statedDelta}; shares are of ρ, which adds up.`,
      })}
    </p>
    ${
      budgets.ok
        ? table(view, {
            caption: view.t({ zh: '各主体空间的隐私预算', en: 'Privacy budgets of the id spaces' }),
            head: [
              view.t({ zh: '主体', en: 'people' }),
              view.t({ zh: '已用', en: 'spent' }),
              view.t({ zh: '占比', en: 'share' }),
              view.t({ zh: 'ε 已用', en: 'ε spent' }),
              view.t({ zh: 'ε 上限', en: 'ε at most' }),
            ],
            numbers: [3, 4],
            rows: budgets.value.filter(({ scope }) => scope.startsWith('space/')).map((budget) => rowOf(view, budget)),
          })
        : html`<p class="empty">
            ${view.t({ zh: '域暂无应答,请稍后再试。', en: 'The domain does not answer; try again.' })}
          </p>`
    }
    <p>${view.t({ zh: '提问之前可先知道价格:', en: 'The price can be known before asking:' })}</p>
    <pre>sluice explain query.sql --lane private --epsilon 1</pre>
    <p>
      ${view.t({ zh: '有账户者可见更多:', en: 'Whoever has an account sees more:' })}
      <code>GET /api/v1/audit/budgets</code>
    </p>`;
}

function rowOf(view: View, { scope, cap, spent, reserved, used }: Budget): readonly (string | Html)[] {
  const name = scope.slice('space/'.length);
  const share = `${(100 * used).toFixed(1)} %`;
  const waiting = reserved.rho === '0' ? '' : view.t({ zh: ',其中部分为预留', en: ', some of it reserved' });
  const label = view.t({ zh: `${name} 已用比例`, en: `spent of ${name}` });
  return [
    html`<code>${name}</code>`,
    html`<meter min="0" max="1" high="0.9" value="${used.toFixed(4)}" aria-label="${label}">${share}</meter>`,
    `${share}${waiting}`,
    spent.epsilon.toFixed(2),
    cap.epsilon.toFixed(2),
  ];
}
