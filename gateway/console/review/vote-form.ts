/** One judgement on an export, as a form: the findings one by one, the four domains, the decision and its reasons. */
import { html, raw } from 'hono/html';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { Finding } from '#policies/procedure/export-votes.ts';
import type { CheckLine } from '../../checks.ts';
import { needsException } from '#policies/procedure/export-exception.ts';
import type { Sent } from '../forms/values.ts';
import { csrfField, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { checklistFields, checklistFrom } from './checklist-form.ts';
import { riskOf } from './examined.ts';
import { ruleTitle } from './rule-words.ts';
import { decisionTitles, findingTitles } from './words.ts';

export interface Judging {
  readonly doc: Export;
  readonly items: readonly CheckLine[];
  readonly sent: Sent;
}

/** A vote, or what one of two writes down for both. */
export function judgementForm(view: View, kind: 'vote' | 'consolidate', judging: Judging): Html {
  const { doc, items, sent } = judging;
  const says =
    kind === 'vote' ? { zh: '提交意见', en: 'Submit the vote' } : { zh: '写下合议结论', en: 'Write down the decision' };
  return html`<form method="post" action="/desk/check/exports/${doc.id}/${kind}" class="judgement">
    ${csrfField(view)} ${kind === 'vote' ? acknowledgements(view, doc.findings, sent) : ''}
    ${checklistFields(view, { items, sent })} ${decisionFields(view, judging)}
    <p><button class="button">${view.t(says)}</button></p>
  </form>`;
}

/** Each by itself: nobody votes on what he has not seen. */
export function acknowledgements(view: View, findings: readonly Finding[], sent: Sent, name = 'acknowledged'): Html {
  if (findings.length === 0)
    return html`<p>${view.t({ zh: '自动核查没有发现。', en: 'The automatic check has found nothing.' })}</p>`;
  const ticked = sent.get(name) ?? [];
  return html`<fieldset>
    <legend>${view.t({ zh: '逐项确认已阅的发现', en: 'Findings, acknowledged one by one' })}</legend>
    <ul class="acknowledge">
      ${findings.map((finding, at) => {
        const value = keyOf(finding);
        return html`<li>
          <label
            ><input
              type="checkbox"
              name="${name}"
              value="${value}"
              id="${name}-${at}"
              required
              ${raw(ticked.includes(value) ? 'checked' : '')}
            />
            <strong>${view.t(findingTitles[finding.verdict])}</strong>: ${ruleTitle(view, finding.code)}
            <small><code>${finding.code}</code> ${finding.run}</small></label
          >
        </li>`;
      })}
    </ul>
  </fieldset>`;
}

function keyOf({ run, code }: Pick<Finding, 'run' | 'code'>): string {
  return `${run} ${code}`;
}

/** The findings that were ticked, by name. */
export function namedFrom(
  sent: Sent,
  name = 'acknowledged',
): readonly { readonly run: string; readonly code: string }[] {
  return (sent.get(name) ?? []).map((text) => {
    const [run = '', code = ''] = text.split(' ');
    return { run, code };
  });
}

/** A comment always: in SACRO it is owed where people differ from the check; here it is what the other reviewer and the regulator read. */
function decisionFields(view: View, { doc, sent }: Judging): Html {
  const [decision] = sent.get('decision') ?? [];
  const [comment = ''] = sent.get('comment') ?? [];
  const [toVendor = ''] = sent.get('toVendor') ?? [];
  return html`<fieldset class="inline">
      <legend>${view.t({ zh: '决定', en: 'Decision' })}</legend>
      ${(['pass', 'change', 'reject'] as const).map(
        (one) =>
          html`<label
            ><input type="radio" name="decision" value="${one}" required ${raw(one === decision ? 'checked' : '')} />
            ${view.t(decisionTitles[one] ?? { zh: one, en: one })}</label
          >`,
      )}
    </fieldset>
    <p class="field">
      <label for="comment"
        >${view.t({ zh: '意见(另一核查人与监管可见,数据商不可见)', en: 'Comment (for the other reviewer and who supervises, never for the vendor)' })}
        <span class="required">${view.t({ zh: '必填', en: 'required' })}</span></label
      >
      <textarea id="comment" name="comment" rows="3" maxlength="4000" required aria-describedby="comment-owed">
${comment}</textarea>
      <small id="comment-owed">${view.t(owed(doc))}</small>
    </p>
    <p class="field">
      <label for="toVendor"
        >${view.t({ zh: '告知数据商的内容(请求修改或不通过时必填)', en: 'What the vendor is told (needed to request changes or to reject)' })}</label
      >
      <textarea id="toVendor" name="toVendor" rows="2" maxlength="4000">${toVendor}</textarea>
    </p>`;
}

/** What the comment must say, by what the check has found. */
function owed({ findings }: Export) {
  if (findings.some(needsException))
    return {
      zh: '自动核查未通过或要求人工研判:如要通过,请逐项说明理由;通过后仍须申请例外。',
      en: 'The check failed or asks for a person: to pass, say why for each finding; it then still needs an exception.',
    };
  if (riskOf(findings) === 'none' || riskOf(findings) === 'suppressed')
    return {
      zh: '自动核查通过:如不通过,请说明理由。',
      en: 'The check passed: to decide against it, say why.',
    };
  return { zh: '自动核查有提示:无论如何决定,请说明理由。', en: 'The check has notices: whatever you decide, say why.' };
}

/** The body of the command; the API refuses what is missing. */
export function judgementFrom(sent: Sent, kind: 'vote' | 'consolidate') {
  const text = (name: string) => sent.get(name)?.[0]?.trim() ?? '';
  return {
    decision: text('decision'),
    checklist: checklistFrom(sent),
    comment: text('comment'),
    ...(text('toVendor') !== '' && { toVendor: text('toVendor') }),
    ...(kind === 'vote' && { acknowledged: namedFrom(sent) }),
  };
}
