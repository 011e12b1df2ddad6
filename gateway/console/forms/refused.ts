/** Refusals above the form that they are about: what, why, and the smallest change that helps. */
import { html } from 'hono/html';
import { rules, type Refusal } from '#policies/refusal.ts';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';

export function refused(view: View, refusals: readonly Refusal[]): Html {
  return html`<div class="refused" role="alert" tabindex="-1">
    <h2>${view.t({ zh: '未能办理', en: 'This was refused' })}</h2>
    <ul>
      ${refusals.map(
        ({ code, detail, remedy }) =>
          html`<li>
            <p><strong>${rules[code].title}</strong> <a href="/problems/${code}">${code}</a></p>
            <p>${detail}</p>
            <p class="remedy">${remedy ?? rules[code].remedy}</p>
          </li>`,
      )}
    </ul>
  </div>`;
}
