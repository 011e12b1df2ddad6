/** The items of a gate, section by section, for the person who answers them. @see AO-15-2, DC-12 */
import { html } from 'hono/html';
import { domains, domainTitles } from '#policies/procedure/checklist.ts';
import type { Parties } from '#policies/procedure/parties.ts';
import type { Gate } from '#policies/procedure/rule-packs/rule-names.ts';
import type { CheckLine, CheckList } from '../checks.ts';
import { page, table, type Html } from './page.ts';

const gateWords = {
  application: { zh: '使用申请核查', en: 'Check of the application' },
  use: { zh: '使用方式核查', en: 'Check of the use' },
  export: { zh: '出域核查', en: 'Check of the export' },
} as const satisfies Record<Gate, { readonly zh: string; readonly en: string }>;

/** How a verdict reads. */
const verdictWords: Readonly<Record<string, string>> = {
  pass: '通过 passed',
  fail: '未通过 failed',
  notice: '提示 to be known',
  open: '待人工 for a person',
};

/** The four sections of one gate. */
export function checksPage(id: string, list: CheckList): Html {
  const { zh, en } = gateWords[list.gate];
  const when = list.recorded ? 'As the record has it.' : 'As it would be now; the check itself writes it down.';
  const sections = domains.map((domain) =>
    table({
      caption: `${domainTitles[domain].zh} ${domainTitles[domain].en}`,
      head: ['item', '核查项', 'who', 'weight', 'verdict', 'where', 'norm', 'remedy'],
      rows: list.items.filter((item) => item.domain.id === domain).map(rowOf),
    }),
  );
  const body = html`<p><code>${id}</code>. ${when}</p>
    <p>Rule pack <code>${list.pack}/${list.version}</code>, <code>${list.hash}</code></p>
    <p>责任 Answerable: managing ${nameOf(list.parties.managing)}, using ${nameOf(list.parties.using)}</p>
    ${sections}`;
  const stage = list.gate === 'export' ? 'check' : 'review';
  return page({ title: `${en} ${zh}`, stage, body });
}

function nameOf(party: Parties['managing']): string {
  return party ? `${party.person} (${party.org})` : 'nobody yet';
}

function rowOf(item: CheckLine): readonly (string | Html)[] {
  return [
    html`<code>${item.id}</code> ${item.title?.en ?? ''}`,
    item.title?.zh ?? '',
    item.evaluator === 'human' ? '人工 person' : '自动 automatic',
    item.severity ?? '',
    verdictWords[item.verdict] ?? item.verdict,
    item.at === undefined ? '' : `${item.at}: ${item.got ?? ''}`,
    item.normRef ?? '',
    item.verdict === 'pass' ? '' : (item.remedy ?? ''),
  ];
}
