/** What left, for whom, and what did not. @see procedure.md §7, R08; AO-22-3 */
import type { Title } from '../../catalog/entry.ts';
import type { Export } from '../export-doc.ts';
import { actsIn, counted, eventOf, listed, tally, type ReportKind, type Section, type Source } from './report.ts';

function exports({ lookup }: Source): readonly Export[] {
  return lookup.all('export');
}

/** The datasets of an export, by the runs it hands out. */
export function datasetsOf({ lookup }: Source, { product }: Export): readonly string[] {
  const uses = product.runs.flatMap((run) => lookup.get('run', run)?.uses ?? []);
  return [...new Set(uses.map(({ entry }) => entry))];
}

function releasedBy(title: Title, names: readonly string[]): Section {
  return counted({ zh: `按${title.zh}`, en: `released, by ${title.en}` }, title, tally(names));
}

/** R08 */
export const exportSituation: ReportKind = {
  title: { zh: '出域情况报告', en: 'export situation report' },
  by: 'data_agency',
  to: ['competent_authority'],
  when: 'periodic',
  source: 'AO-22-3',
  make: (source) => {
    const released = actsIn(source, exports(source), 'released').map(({ doc }) => doc);
    const ended = actsIn(source, exports(source), 'blocked', 'rejected', 'recalled', 'suspended', 'expired');
    return [
      releasedBy(
        { zh: '产品形态', en: 'product form' },
        released.map(({ product }) => product.form),
      ),
      releasedBy(
        { zh: '数据商', en: 'vendor' },
        released.map(({ vendor }) => vendor),
      ),
      releasedBy(
        { zh: '应用场景', en: 'scenario' },
        released.map(({ product }) => product.scenario),
      ),
      releasedBy(
        { zh: '数据集', en: 'dataset' },
        released.flatMap((doc) => datasetsOf(source, doc)),
      ),
      counted(
        { zh: '未出域、召回与暂停', en: 'blocked, rejected, recalled, suspended' },
        { zh: '事项', en: 'event' },
        tally(ended.map(({ act }) => eventOf(act))),
      ),
      listed({ zh: '明细', en: 'one by one' }, [...actsIn(source, exports(source), 'released'), ...ended]),
    ];
  },
};
