/** Codes of refusals: what each is called, on what it rests, what to do; all of them, and each on a page of its own. */
import { html } from 'hono/html';
import { rules, type RefusalCode } from '#policies/refusal.ts';
import { statusOf } from '../../status.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { chineseOf } from './problem-words.ts';

export function isCode(code: string): code is RefusalCode {
  return Object.hasOwn(rules, code);
}

/** In the language of the reader. */
export function ruleOf(view: View, code: RefusalCode): { readonly title: string; readonly remedy: string } {
  return view.lang === 'zh' ? chineseOf(code) : rules[code];
}

export function problemsPage(view: View): Html {
  return html`<p>
      ${view.t({
        zh: '每次拒绝都有代码、位置、依据和改法;拒绝从不透露由真实数据算出的数字。',
        en: 'Every refusal has a code, a place, what it rests on, and what to change; none tells a number computed from real rows.',
      })}
    </p>
    ${table(view, {
      caption: view.t({ zh: '全部代码', en: 'All codes' }),
      head: [
        view.t({ zh: '代码', en: 'code' }),
        view.t({ zh: '含义', en: 'what it says' }),
        view.t({ zh: '改法', en: 'what to do' }),
      ],
      rows: (Object.keys(rules) as RefusalCode[]).map((code) => {
        const { title, remedy } = ruleOf(view, code);
        return [html`<a href="/problems/${code}"><code>${code}</code></a>`, title, remedy];
      }),
    })}`;
}

export function problemPage(view: View, code: RefusalCode): Html {
  const { title, remedy } = ruleOf(view, code);
  return html`<p><strong>${title}</strong></p>
    <dl>
      <dt>${view.t({ zh: '改法', en: 'What to do' })}</dt>
      <dd>${remedy}</dd>
      <dt>${view.t({ zh: '依据', en: 'Rests on' })}</dt>
      <dd><span lang="en">${rules[code].source}</span></dd>
      <dt>HTTP</dt>
      <dd>${statusOf[code]}</dd>
    </dl>
    <p><a href="/problems">${view.t({ zh: '全部代码', en: 'All codes' })}</a></p>`;
}
