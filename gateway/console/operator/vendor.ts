/** The check of a vendor: its materials in their groups, who stands behind it, its anomalies, what was refused to it. @see AO-14-1, AO-04-8 */
import { html } from 'hono/html';
import type { Registration } from '#policies/procedure/registration.ts';
import type { Offer } from '../../access/offers.ts';
import type { Json } from '../../client.ts';
import { history, stateChip } from '../desk/document.ts';
import { commandLinks } from '../desk/things.ts';
import { chip, moment, table, textOf, type Html } from '../html.ts';
import type { View } from '../view.ts';

export interface VendorCheck {
  readonly doc: Registration;
  readonly offers: readonly Offer[];
  /** Of its group, in this month. */
  readonly denials: readonly Json[];
  /** What it may do and has done, as far as the reader may see it. */
  readonly agreements: readonly Json[];
  readonly exports: readonly Json[];
  readonly now: string;
}

export function vendorCheck(view: View, check: VendorCheck): Html {
  const { doc, offers } = check;
  return html`<p class="facts">
      <code>${doc.vendor}</code> ${stateChip(view, 'registration', doc.state)} ${review(view, doc)}
    </p>
    ${commandLinks(view, offers, doc.id)} ${identity(view, doc)} ${certificate(view, doc, check.now)}
    ${capacity(view, doc)} ${affiliates(view, doc)} ${anomalies(view, doc)} ${conduct(view, check)}
    <h2>${view.t({ zh: '办理过程', en: 'What happened' })}</h2>
    ${history(view, 'registration', doc as unknown as Json)}`;
}

/** The agency looks at every refusal. */
function review(view: View, { agencyReview }: Registration): Html {
  const titles = {
    pending: { zh: '待大数据局复核', en: 'waits for the agency’s review' },
    confirmed: { zh: '大数据局已确认', en: 'confirmed by the agency' },
    returned: { zh: '大数据局已退回', en: 'returned by the agency' },
  };
  return agencyReview === 'none' ? html`` : chip(view, titles[agencyReview], 'warn');
}

function identity(view: View, { materials: { name, uscc, contacts, acceptedRules } }: Registration): Html {
  return html`<h2>${view.t({ zh: '主体与联系人', en: 'Who it is' })}</h2>
    <dl>
      <dt>${view.t({ zh: '名称', en: 'Name' })}</dt>
      <dd>${name}</dd>
      <dt>${view.t({ zh: '统一社会信用代码', en: 'Unified social credit code' })}</dt>
      <dd><code>${uscc}</code></dd>
      <dt>${view.t({ zh: '已接受的平台规则', en: 'Platform rules accepted' })}</dt>
      <dd>${acceptedRules}</dd>
    </dl>
    ${table(view, {
      caption: view.t({ zh: '实名联系人', en: 'Contacts by their real names' }),
      head: [
        view.t({ zh: '姓名', en: 'name' }),
        view.t({ zh: '实名核验', en: 'proof' }),
        view.t({ zh: '电话', en: 'phone' }),
      ],
      rows: contacts.map((one) => [one.name, one.certificate, one.phone]),
    })}`;
}

function certificate(view: View, { materials }: Registration, now: string): Html {
  const { number, validFrom, validTo } = materials.certificate;
  const isValid = validFrom <= now && now < validTo;
  const state = isValid ? { zh: '✓ 有效', en: '✓ in force' } : { zh: '✕ 不在有效期', en: '✕ not in force' };
  return html`<h2>${view.t({ zh: '安全资质', en: 'Security certificate' })}</h2>
    <p>
      ${number} ${chip(view, state, isValid ? 'good' : 'bad')} ${moment(view, validFrom)} – ${moment(view, validTo)}
      <small>GD-35-3</small>
    </p>`;
}

function capacity(view: View, { materials: { capabilities, credit, technology, security } }: Registration): Html {
  return html`<h2>${view.t({ zh: '信用、技术与安全', en: 'Credit, technology, security' })}</h2>
    <dl>
      <dt>${view.t({ zh: '业务能力', en: 'Capabilities' })}</dt>
      <dd>${capabilities.join(', ')}</dd>
      <dt>${view.t({ zh: '信用', en: 'Credit' })}</dt>
      <dd>${credit}</dd>
      <dt>${view.t({ zh: '技术', en: 'Technology' })}</dt>
      <dd>${technology}</dd>
      <dt>${view.t({ zh: '安全管理', en: 'Security' })}</dt>
      <dd>${security}</dd>
    </dl>`;
}

/** None of them may check this vendor. */
function affiliates(view: View, { affiliates: own }: Registration): Html {
  return html`<h2>${view.t({ zh: '关联方', en: 'Affiliates' })}</h2>
    <p>
      ${own.length === 0 ? view.t({ zh: '未申报关联方。', en: 'It has declared none.' }) : own.join(', ')}
      <small
        >${view.t({ zh: '关联方人员不得核查该数据商(AO-04-8)', en: 'Their people check nothing of this vendor (AO-04-8)' })}</small
      >
    </p>`;
}

function anomalies(view: View, { acts, reason }: Registration): Html {
  const found = acts.filter(({ type }) => type.includes('anomaly'));
  const titles: Readonly<Record<string, string>> = {
    'registration.anomaly_reported': view.t({ zh: '上报', en: 'reported' }),
    'registration.anomaly_confirmed': view.t({ zh: '确认', en: 'confirmed' }),
    'registration.anomaly_dismissed': view.t({ zh: '不成立', en: 'dismissed' }),
  };
  const last =
    reason === undefined
      ? ''
      : html`<p>
          <small>${view.t({ zh: '最近一次决定的理由:', en: 'Reason of the last decision: ' })}</small>${reason}
        </p>`;
  return html`<h2>${view.t({ zh: '信用异常', en: 'Anomalies' })}</h2>
    ${table(view, {
      caption: view.t({ zh: '异常记录(AO-14-5)', en: 'Anomalies of its credit (AO-14-5)' }),
      head: [view.t({ zh: '时间', en: 'when' }), view.t({ zh: '事项', en: 'what' }), view.t({ zh: '经办', en: 'who' })],
      rows: found.map(({ type, at, by }) => [moment(view, at), titles[type] ?? type, `${by.person} (${by.org})`]),
    })}
    ${last}`;
}

function conduct(view: View, { denials, agreements, exports }: VendorCheck): Html {
  return html`<h2>${view.t({ zh: '履约情况', en: 'What it has done' })}</h2>
    <p>
      ${view.t({ zh: '协议', en: 'Agreements' })} ${agreements.length} · ${view.t({ zh: '出域申请', en: 'exports' })}
      ${exports.length}
    </p>
    ${table(view, {
      caption: view.t({ zh: '本月被拒次数', en: 'Refusals of this month' }),
      head: [
        view.t({ zh: '数据集', en: 'dataset' }),
        view.t({ zh: '已用', en: 'spent' }),
        view.t({ zh: '上限', en: 'limit' }),
      ],
      numbers: [1, 2],
      rows: denials.map((line) => [textOf(line['entry']), textOf(line['spent']), textOf(line['limit'])]),
    })}`;
}
