/** Public notices: what everybody may read for a period. @see SH-18-3, SH-26-3 */
import { html } from 'hono/html';
import { loadAll } from '../../load.ts';
import type { Office } from '../../office.ts';
import { moment, table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { said } from './items.ts';

export function noticesPage(view: View, { record, clock }: Office): Html {
  const now = clock();
  const running = loadAll(record.read, 'publicNotice').filter(
    ({ state, until }) => state === 'published' && until > now,
  );
  const newest = running.toSorted((one, other) => ((one.acts[0]?.at ?? '') < (other.acts[0]?.at ?? '') ? 1 : -1));
  return html`<p>
      ${view.t({
        zh: '公示期内的事项:严重违规及处理、召回、名录等。',
        en: 'What is made known for a period: serious violations and their sanctions, recalls, lists.',
      })}
    </p>
    ${table(view, {
      caption: view.t({ zh: '公示', en: 'Public notices' }),
      head: [
        view.t({ zh: '公示日', en: 'since' }),
        view.t({ zh: '标题', en: 'heading' }),
        view.t({ zh: '内容', en: 'text' }),
        view.t({ zh: '至', en: 'until' }),
      ],
      rows: newest.map(({ heading, text, until, acts }) => [
        acts[0] ? moment(view, acts[0].at) : '–',
        said(view, heading),
        said(view, text),
        moment(view, until),
      ]),
    })}`;
}
