/** From a text to what makes it run on real data: an application for the columns that it reads, or a program under an agreement in force. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Explanation } from '#sandbox/door.ts';
import { readingsOf } from '../../scope.ts';
import { readerOf, show, showRefused, type Console, type Reader } from '../console.ts';
import { textOf as plain, type Html } from '../html.ts';
import type { ViewEnv } from '../view.ts';
import { usualTerm } from '../vendor/terms.ts';
import { wizardPage, wizardTitle } from '../vendor/wizard.ts';
import { questionOf, textOf, type Asked, type Text } from './asked.ts';
import { entriesFor } from './catalog.ts';
import { reasonsOf } from './reasons.ts';

/** Nothing for who is no vendor. */
export async function proposeLinks({ view, caller, api }: Reader): Promise<Html> {
  if (caller.role !== 'vendor') return html``;
  const told = await api.all('/propose/agreements');
  const active = (told.ok ? told.value : []).filter(({ state }) => state === 'active');
  return html`<div class="propose">
    <h3>${view.t({ zh: '提交使用', en: 'Propose this' })}</h3>
    <p>
      <button id="propose-application" class="plain" formaction="/workbench/propose" name="as" value="application">
        ${view.t({ zh: '据此填写使用申请', en: 'Apply for the columns that it reads' })}
      </button>
    </p>
    ${
      active.length === 0
        ? ''
        : html`<p>
            <label for="agreement">${view.t({ zh: '按已生效的协议', en: 'Under an agreement in force' })}</label>
            <select id="agreement" name="agreement">
              ${active.map((doc) => {
                const { scenario } = doc['clauses'] as { readonly scenario: string };
                return html`<option value="${plain(doc['id'])}">${scenario} · ${plain(doc['id'])}</option>`;
              })}
            </select>
            <button id="propose-program" class="plain" formaction="/workbench/propose" name="as" value="program">
              ${view.t({ zh: '起草程序', en: 'Draft a program' })}
            </button>
          </p>`
    }
  </div>`;
}

export async function proposeFrom(c: Context<ViewEnv>, console: Console, asked: Asked): Promise<Response> {
  const reader = readerOf(c, console);
  const text = await textOf(asked);
  if (!text.ok) return showRefused(c, text);
  const form = await c.req.formData();
  return form.get('as') === 'program'
    ? draftProgram(c, reader, { text: text.value, agreement: plain(form.get('agreement') ?? undefined) })
    : beginApplication(c, console, text.value);
}

async function draftProgram(
  c: Context<ViewEnv>,
  { api, view }: Reader,
  { text, agreement }: { readonly text: Text; readonly agreement: string },
): Promise<Response> {
  const found = await api.call(`/propose/agreements/${encodeURIComponent(agreement)}`);
  if (!found.ok) return showRefused(c, found);
  const { scenario } = found.value['clauses'] as { readonly scenario: string };
  const title = view.t({ zh: `${scenario} 程序`, en: `Program for ${scenario}` });
  const drafted = await api.call('/propose/programs', { agreement, content: { title, ...text } });
  if (!drafted.ok) return showRefused(c, drafted);
  return c.redirect(`/desk/propose/programs/${plain(drafted.value['id'])}`, 303);
}

/** The form of the application, with tables, columns and a first reason for each. Nothing is sent before the vendor does. */
async function beginApplication(c: Context<ViewEnv>, console: Console, text: Text): Promise<Response> {
  const { api, view } = readerOf(c, console);
  const explained = await api.call('/simulate/explain', questionOf(text));
  if (!explained.ok) return showRefused(c, explained);
  const explanation = explained.value as unknown as Explanation;
  const reasons = reasonsOf(view, explanation);
  const sent = new Map<string, readonly string[]>(usualTerm(Date.parse(console.office.clock())));
  for (const [at, { entry, table, columns }] of readingsOf(explanation, await entriesFor(api)).entries()) {
    const path = `request.datasets.${at}`;
    sent.set(`${path}.entry`, [entry]).set(`${path}.table`, [table]);
    for (const [place, name] of columns.entries())
      sent
        .set(`${path}.columns.${place}.name`, [name])
        .set(`${path}.columns.${place}.reason`, [reasons.get(`${table}.${name}`) ?? '']);
  }
  sent.set('request.productForms', [text.train || text.script ? 'data_model' : 'data_metric']);
  return show(c, { title: wizardTitle, stage: 'propose', body: wizardPage(view, { sent }) });
}
