/**
 * What is left of each group of people. The totals follow from the log of requests and are everybody's to see; whose agreement spent
 * what is not on a page without accounts.
 */
import { html } from 'hono/html';
import { statedDelta } from '#policies/privacy/settings.ts';
import type { Outcome } from '#policies/refusal.ts';
import type { Budget } from '../budgets.ts';
import { table, type Html } from './page.ts';

export function budgetsPage(budgets: Outcome<readonly Budget[]>): Html {
  return html`<p>
      Every private answer says a little of each person it is about, and noise bounds how much. The sum over all vendors
      and all answers has a cap for each group of people <span lang="zh">隐私预算</span>; what is spent never comes
      back. ε is at δ = ${statedDelta}; shares are of ρ, which adds up.
    </p>
    ${
      budgets.ok
        ? table({
            caption: 'Privacy budgets of the id spaces',
            head: ['people', 'spent', '', 'ε spent', 'ε at most'],
            rows: budgets.value.filter(({ scope }) => scope.startsWith('space/')).map(rowOf),
          })
        : html`<p class="empty">The domain does not answer; try again.</p>`
    }
    <p>
      Whoever has an account sees more: <code>GET /api/v1/audit/budgets</code>. Before asking:
      <code>sluice explain query.sql --lane private --epsilon 1</code>.
    </p>`;
}

function rowOf({ scope, cap, spent, reserved, used }: Budget): readonly (string | Html)[] {
  const name = scope.slice('space/'.length);
  const share = `${(100 * used).toFixed(1)} %`;
  const waiting = reserved.rho === '0' ? '' : ', some of it reserved';
  return [
    html`<code>${name}</code>`,
    html`<meter min="0" max="1" high="0.9" value="${used.toFixed(4)}" aria-label="spent of ${name}">${share}</meter>`,
    `${share}${waiting}`,
    spent.epsilon.toFixed(2),
    cap.epsilon.toFixed(2),
  ];
}
