/** How far programs are kept apart from the machine, here and in what has run, and who answers for it where that is not far enough. */
import { html } from 'hono/html';
import { isConfining, isolationTier, tierWords } from '#policies/isolation.ts';
import { riskAcceptanceTable } from '#policies/procedure/risk-acceptance-table.ts';
import { isBefore } from '#policies/procedure/term.ts';
import { loadAll } from '../load.ts';
import type { Office } from '../office.ts';
import { table, type Html } from './page.ts';

/** Part of a page: the domain's tier, results by tier, and every risk acceptance. */
export async function isolation(office: Office): Promise<Html> {
  await office.learnTier();
  const tier = office.tier();
  const remedy = isConfining(tier)
    ? ''
    : html` A program with a script is refused (<a href="/problems/E_ISOLATION">E_ISOLATION</a>) unless the custodian of
        the domain, the data agency, has accepted the risk; <code>sluice doctor</code> says what to install.`;
  return html`<h2>Isolation <span lang="zh">隔离等级</span></h2>
    <p>
      Programs run in tier <strong>${tier}</strong>: ${tierWords[tier].en}
      <span lang="zh">${tierWords[tier].zh}</span>.${remedy}
    </p>
    ${results(office)}${acceptances(office)}`;
}

function results({ record }: Office): Html {
  const tiers = loadAll(record.read, 'run').flatMap(({ result }) => result?.tier ?? []);
  const rows = isolationTier.options.flatMap((tier) => {
    const count = tiers.filter((own) => own === tier).length;
    return count === 0 ? [] : [[tier, tierWords[tier].en, tierWords[tier].zh, count]];
  });
  return table({ caption: 'Results by isolation tier', head: ['tier', 'kept apart by', '隔离', 'how many'], rows });
}

function acceptances({ record, clock }: Office): Html {
  const now = clock();
  return table({
    caption: 'Risk acceptances 风险接受',
    head: ['acceptance', 'tier', 'state', '状态', 'until', 'data', 'entries'],
    rows: loadAll(record.read, 'riskAcceptance').map(({ id, tier, state, until, data, entries }) => {
      const ended = state === 'accepted' && until !== undefined && !isBefore(now, until);
      const title = ended ? { zh: '已到期', en: 'ended' } : riskAcceptanceTable.states[state];
      return [id, tier, title.en, title.zh, until ?? '', data, entries.join(', ')];
    }),
  });
}
