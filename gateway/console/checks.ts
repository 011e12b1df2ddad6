/** The items of a gate, section by section, as a page to print. @see AO-15-2, DC-12 */
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import type { Parties } from '#policies/procedure/parties.ts';
import type { Gate } from '#policies/procedure/rule-packs/rule-names.ts';
import type { CheckList } from '../checks.ts';
import { page } from './frame.ts';
import type { Html } from './html.ts';
import { checklistTable } from './review/checklist-form.ts';
import type { View } from './view.ts';

const gateTitles = {
  application: { zh: '使用申请核查', en: 'Check of the application' },
  use: { zh: '使用方式核查', en: 'Check of the use' },
  export: { zh: '出域核查', en: 'Check of the export' },
} as const satisfies Record<Gate, Title>;

/** The four sections of one gate. */
export function checksPage(view: View, id: string, list: CheckList): Promise<Html> {
  const when = list.recorded
    ? { zh: '以日志所载为准。', en: 'As the record has it.' }
    : { zh: '按现在计算;核查时写入日志。', en: 'As it would be now; the check itself writes it down.' };
  const { managing, using } = list.parties;
  const body = html`<p><code>${id}</code>. ${view.t(when)}</p>
    <p>
      ${view.t({ zh: '规则包', en: 'Rule pack' })} <code>${list.pack}/${list.version}</code>, <code>${list.hash}</code>
    </p>
    <p>
      ${view.t({ zh: '责任:管理', en: 'Answerable: managing' })} ${nameOf(view, managing)},
      ${view.t({ zh: '使用', en: 'using' })} ${nameOf(view, using)}
    </p>
    ${checklistTable(view, list.items)}`;
  return page(view, { title: gateTitles[list.gate], stage: list.gate === 'export' ? 'check' : 'review', body });
}

function nameOf(view: View, party: Parties['managing']): string {
  return party ? `${party.person} (${party.org})` : view.t({ zh: '尚无', en: 'nobody yet' });
}
