/**
 * An exception: passed although a check speaks against it. Asked with a reason of a closed list, a justification and an end; granted by a
 * person of a higher role; listed in the report of its month.
 *
 * @see docs/decisions/022-exceptions.md
 */
import { html, raw } from 'hono/html';
import { openFindings } from '#policies/procedure/export-exception.ts';
import { exceptionReasons } from '#policies/procedure/exception-request.ts';
import type { Sent } from '../forms/values.ts';
import { csrfField, moment, type Html } from '../html.ts';
import type { View } from '../view.ts';
import type { Examined } from './examined.ts';
import { ruleTitle } from './rule-words.ts';
import { acknowledgements, namedFrom } from './vote-form.ts';

export function exceptionPart({ view, doc, offers }: Examined, sent: Sent): Html {
  const { exception } = doc;
  if (!exception && !offers.includes('request_exception')) return html``;
  return html`<h2 id="exception">${view.t({ zh: '例外', en: 'Exception' })}</h2>
    ${exception ? asked(view, exception) : ''} ${offers.includes('request_exception') ? form(view, doc, sent) : ''}`;
}

type Asked = NonNullable<Examined['doc']['exception']>;

function asked(view: View, { code, justification, until, askedBy, grantedBy, covers }: Asked): Html {
  return html`<dl>
    <dt>${view.t({ zh: '理由', en: 'Reason' })}</dt>
    <dd>${view.t(exceptionReasons[code])} <code>${code}</code></dd>
    <dt>${view.t({ zh: '说明', en: 'Justification' })}</dt>
    <dd>${justification}</dd>
    <dt>${view.t({ zh: '涉及', en: 'About' })}</dt>
    <dd>${covers.map((one) => `${ruleTitle(view, one.code)} (${one.run})`).join(view.t({ zh: ';', en: '; ' }))}</dd>
    <dt>${view.t({ zh: '有效至', en: 'Until' })}</dt>
    <dd>${moment(view, until)}</dd>
    <dt>${view.t({ zh: '申请人', en: 'Asked by' })}</dt>
    <dd>${askedBy.person} <small>${askedBy.org}</small></dd>
    <dt>${view.t({ zh: '批准人', en: 'Granted by' })}</dt>
    <dd>
      ${grantedBy ? html`${grantedBy.person} <small>${grantedBy.org}</small>` : view.t({ zh: '待上级机构批准', en: 'waits for the higher body' })}
    </dd>
  </dl>`;
}

function form(view: View, doc: Examined['doc'], sent: Sent): Html {
  const text = (name: string) => sent.get(name)?.[0] ?? '';
  return html`<form method="post" action="/desk/check/exports/${doc.id}/request_exception" class="command">
    ${csrfField(view)} ${acknowledgements(view, openFindings(doc), sent, 'covers')}
    <p class="field">
      <label for="code">${view.t({ zh: '例外理由', en: 'Reason of the exception' })}</label>
      <select id="code" name="code" required>
        <option value=""></option>
        ${Object.entries(exceptionReasons).map(
          ([value, title]) =>
            html`<option value="${value}" ${raw(value === text('code') ? 'selected' : '')}>${view.t(title)}</option>`,
        )}
      </select>
    </p>
    <p class="field">
      <label for="justification">${view.t({ zh: '说明', en: 'Justification' })}</label>
      <textarea id="justification" name="justification" rows="3" maxlength="4000" required>
${text('justification')}</textarea>
    </p>
    <p class="field">
      <label for="until"
        >${view.t({ zh: '有效期至(北京时间当日结束)', en: 'Until the end of this day (Beijing time)' })}</label
      >
      <input id="until" name="until" type="date" value="${text('until')}" required />
    </p>
    <p><button class="button">${view.t({ zh: '申请例外', en: 'Ask for the exception' })}</button></p>
  </form>`;
}

/** The body of the command. */
export function exceptionFrom(sent: Sent) {
  const text = (name: string) => sent.get(name)?.[0]?.trim() ?? '';
  return {
    covers: namedFrom(sent, 'covers'),
    code: text('code'),
    justification: text('justification'),
    until: endOfDay(text('until')),
  };
}

/** What is no day goes on as it is: the API says what is wrong with it. */
function endOfDay(day: string): string {
  const end = new Date(`${day}T23:59:59.999+08:00`);
  return Number.isNaN(end.getTime()) ? day : end.toISOString();
}
