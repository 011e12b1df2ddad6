/** Refusals above the form that they are about: what, why, and the smallest change that helps. */
import { html } from 'hono/html';
import { rules, type Refusal } from '#policies/refusal.ts';
import type { Html } from '../html.ts';
import { ruleOf } from '../public/problems.ts';
import type { View } from '../view.ts';

export function refused(view: View, refusals: readonly Refusal[]): Html {
  return html`<div class="refused" role="alert" tabindex="-1">
    <h2>${view.t({ zh: '未能办理', en: 'This was refused' })}</h2>
    <ul>
      ${refusals.map(
        (refusal) =>
          html`<li>
            <p>
              <strong>${ruleOf(view, refusal.code).title}</strong>
              <a href="/problems/${refusal.code}">${refusal.code}</a>
            </p>
            <p lang="en">${refusal.detail}</p>
            ${remedyOf(view, refusal)}
          </li>`,
      )}
    </ul>
  </div>`;
}

/** That of the case where it has one, else that of the rule, which has two languages. */
function remedyOf(view: View, { code, remedy }: Refusal): Html {
  return remedy === undefined || remedy === rules[code].remedy
    ? html`<p class="remedy">${ruleOf(view, code).remedy}</p>`
    : html`<p class="remedy" lang="en">${remedy}</p>`;
}
