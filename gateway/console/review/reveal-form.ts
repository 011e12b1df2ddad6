/** The form before a look at quarantined values. It says what it costs: an entry of the record with name and reason. */
import { html } from 'hono/html';
import { csrfField, type Html } from '../html.ts';
import type { Examined } from './examined.ts';

/** For the operator alone; a released result is in its bundle. */
export function revealForm({ view, doc, caller }: Examined, run: string): Html {
  if (caller.role !== 'operator') return html``;
  return html`<section aria-labelledby="reveal-title">
    <h2 id="reveal-title">${view.t({ zh: '查看数值', en: 'Look at the values' })}</h2>
    <p>
      ${view.t({
        zh: '将看到拟出域的表(隐藏值仍为标记)、攻击配方与模型检查数值。查看前先记入日志:您的姓名、时间与理由。不公开的原值不向任何人显示。',
        en: 'You will see the table as it would leave (hidden values stay marked), the attack recipes and the figures of model checks. Your name, the time and your reason are recorded first. What is hidden is shown to nobody.',
      })}
    </p>
    <form method="post" action="/desk/check/exports/${doc.id}/reveal" class="command">
      ${csrfField(view)} <input type="hidden" name="run" value="${run}" />
      <p class="field">
        <label for="reveal-reason"
          >${view.t({ zh: '查看理由', en: 'Reason for the look' })}
          <span class="required">${view.t({ zh: '必填', en: 'required' })}</span></label
        >
        <textarea id="reveal-reason" name="reason" rows="2" maxlength="4000" required></textarea>
      </p>
      <p><button class="button">${view.t({ zh: '记录并查看', en: 'Record and look' })}</button></p>
    </form>
  </section>`;
}
