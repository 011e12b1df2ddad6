/** The check of a use application in four domains: what is asked for and why, the items of the rule pack, and what the operator forwards. */
import { html } from 'hono/html';
import type { Application } from '#policies/procedure/application.ts';
import type { Refusal } from '#policies/refusal.ts';
import type { Offer } from '../../access/offers.ts';
import type { CheckList } from '../../checks.ts';
import type { Json } from '../../client.ts';
import { history, stateChip } from '../desk/document.ts';
import { commandLinks } from '../desk/things.ts';
import { refused } from '../forms/refused.ts';
import type { Sent } from '../forms/values.ts';
import { csrfField, moment, table, type Html } from '../html.ts';
import { checklistFields, checklistTable } from '../review/checklist-form.ts';
import { formTitles } from '../review/product-words.ts';
import type { View } from '../view.ts';

export interface ApplicationCheck {
  readonly doc: Application;
  readonly checks: CheckList | undefined;
  readonly offers: readonly Offer[];
  readonly returned?: { readonly sent: Sent; readonly refusals: readonly Refusal[] } | undefined;
}

export function applicationCheck(view: View, { doc, checks, offers, returned }: ApplicationCheck): Html {
  const mayForward = offers.some(({ command }) => command === 'forward');
  const besides = offers.filter(({ command }) => command !== 'forward');
  return html`${returned ? refused(view, returned.refusals) : ''}
    <p class="facts">
      <code>${doc.id}</code> ${stateChip(view, 'application', doc.state)}
      <span
        >${view.t({ zh: '数据商', en: 'Vendor' })}
        <a href="/desk/propose/registrations/${doc.vendor}">${doc.vendor}</a></span
      >
    </p>
    ${commandLinks(view, besides, doc.id)} ${request(view, doc)} ${datasets(view, doc)}
    <h2>${view.t({ zh: '四领域核查', en: 'The check in four domains' })}</h2>
    ${checks ? rulePack(view, checks) : ''}
    ${
      checks && mayForward
        ? html`<form method="post" action="/desk/review/applications/${doc.id}/forward" class="judgement">
            ${csrfField(view)} ${checklistFields(view, { items: checks.items, sent: returned?.sent ?? new Map() })}
            <p><button class="button">${view.t({ zh: '核查通过并报送', en: 'Passed: forward it' })}</button></p>
          </form>`
        : checks
          ? checklistTable(view, checks.items)
          : ''
    }
    <h2>${view.t({ zh: '办理过程', en: 'What happened' })}</h2>
    ${history(view, 'application', doc as unknown as Json)}`;
}

function rulePack(view: View, { pack, version, hash, recorded }: CheckList): Html {
  return html`<p class="soft">
    ${view.t({ zh: '规则包', en: 'Rule pack' })} ${pack}/${version} <code>${hash}</code>.
    ${view.t(recorded ? { zh: '以日志所载为准。', en: 'As the record has it.' } : { zh: '按现在计算。', en: 'As it would be now.' })}
  </p>`;
}

function request(view: View, { request: asked }: Application): Html {
  const { scenario, purpose, rowScope, productForms, term, securityMeasures, district } = asked;
  return html`<dl>
    <dt>${view.t({ zh: '应用场景', en: 'Scenario' })}</dt>
    <dd>${scenario.title} <code>${scenario.id}</code></dd>
    <dt>${view.t({ zh: '用途', en: 'Purpose' })}</dt>
    <dd>${purpose.text}</dd>
    <dt>${view.t({ zh: '法律依据', en: 'Legal basis' })}</dt>
    <dd>${purpose.legalBasis}</dd>
    <dt>${view.t({ zh: '数据行范围', en: 'Rows' })}</dt>
    <dd>${rowScope}</dd>
    <dt>${view.t({ zh: '成果形态', en: 'Forms' })}</dt>
    <dd>${productForms.map((form) => view.t(formTitles[form])).join(view.t({ zh: '、', en: ', ' }))}</dd>
    <dt>${view.t({ zh: '期限', en: 'Term' })}</dt>
    <dd>${moment(view, term.from)} – ${moment(view, term.to)}</dd>
    <dt>${view.t({ zh: '安全措施', en: 'Security measures' })}</dt>
    <dd>${securityMeasures}</dd>
    <dt>${view.t({ zh: '区主管部门', en: 'District' })}</dt>
    <dd>${district ?? '–'}</dd>
  </dl>`;
}

/** Every column with the reason why nothing less would do. @see AO-18-2 */
function datasets(view: View, { request: { datasets: asked } }: Application): Html {
  return table(view, {
    caption: view.t({ zh: '申请的数据项及必要性', en: 'Columns and why each is needed' }),
    head: [
      view.t({ zh: '目录条目', en: 'entry' }),
      view.t({ zh: '表', en: 'table' }),
      view.t({ zh: '数据项', en: 'column' }),
      view.t({ zh: '必要性', en: 'why' }),
    ],
    rows: asked.flatMap(({ entry, table: name, columns }) =>
      columns.map((column) => [html`<a href="/catalog/${entry}">${entry}</a>`, name, column.name, column.reason]),
    ),
  });
}
