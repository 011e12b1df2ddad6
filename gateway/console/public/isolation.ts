/** How far programs are kept apart from the machine, here and in what has run, and who answers for it where that is not far enough. */
import { html } from 'hono/html';
import { isConfining, isolationTier, tierWords } from '#policies/isolation.ts';
import { riskAcceptanceTable } from '#policies/procedure/risk-acceptance-table.ts';
import { isBefore } from '#policies/procedure/term.ts';
import { loadAll } from '../../load.ts';
import type { Office } from '../../office.ts';
import { moment, table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { said } from './items.ts';

/** Part of a page: the domain's tier, results by tier, and every risk acceptance. */
export async function isolation(view: View, office: Office): Promise<Html> {
  await office.learnTier();
  const tier = office.tier();
  const remedy = isConfining(tier)
    ? ''
    : html`${view.t({
          zh: '带脚本的程序将被拒绝,除非域的托管方(数据机构)已接受风险;所需安装见诊断命令。',
          en: 'A program with a script is refused unless the custodian of the domain, the data agency, has accepted the risk; the doctor says what to install.',
        })} <a href="/problems/E_ISOLATION">E_ISOLATION</a> <code>sluice doctor</code>`;
  return html`<h2>${view.t({ zh: '隔离等级', en: 'Isolation' })}</h2>
    <p>
      ${view.t({ zh: '程序运行于等级', en: 'Programs run in tier' })} <strong>${tier}</strong>:
      ${view.t(tierWords[tier])}${view.t({ zh: '。', en: '. ' })}${remedy}
    </p>
    ${results(view, office)}${acceptances(view, office)}`;
}

function results(view: View, { record }: Office): Html {
  const tiers = loadAll(record.read, 'run').flatMap(({ result }) => result?.tier ?? []);
  const rows = isolationTier.options.flatMap((tier) => {
    const count = tiers.filter((own) => own === tier).length;
    return count === 0 ? [] : [[tier, view.t(tierWords[tier]), count]];
  });
  return table(view, {
    caption: view.t({ zh: '各隔离等级的运行结果', en: 'Results by isolation tier' }),
    head: [
      view.t({ zh: '等级', en: 'tier' }),
      view.t({ zh: '隔离方式', en: 'kept apart by' }),
      view.t({ zh: '数量', en: 'how many' }),
    ],
    numbers: [2],
    rows,
  });
}

function acceptances(view: View, { record, clock }: Office): Html {
  const now = clock();
  return table(view, {
    caption: view.t({ zh: '风险接受', en: 'Risk acceptances' }),
    head: [
      view.t({ zh: '编号', en: 'acceptance' }),
      view.t({ zh: '等级', en: 'tier' }),
      view.t({ zh: '状态', en: 'state' }),
      view.t({ zh: '至', en: 'until' }),
      view.t({ zh: '数据', en: 'data' }),
      view.t({ zh: '目录条目', en: 'entries' }),
    ],
    rows: loadAll(record.read, 'riskAcceptance').map(({ id, tier, state, until, data, entries }) => {
      const ended = state === 'accepted' && until !== undefined && !isBefore(now, until);
      const title = ended ? { zh: '已到期', en: 'ended' } : riskAcceptanceTable.states[state];
      const end = until === undefined ? '–' : moment(view, until);
      return [id, tier, view.t(title), end, said(view, data), entries.join(', ')];
    }),
  });
}
