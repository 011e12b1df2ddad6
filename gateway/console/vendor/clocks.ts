/** The clocks of one thing: who owes its next step until when. */
import type { Title } from '#policies/catalog/entry.ts';
import { clocksOf } from '#policies/procedure/deadlines.ts';
import type { ActedDoc } from '#policies/procedure/decider.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { roleTitles } from '#policies/procedure/roles.ts';
import { timingOf } from '../../calendar.ts';
import type { Json } from '../../client.ts';
import type { Office } from '../../office.ts';
import { chip, table, type Html } from '../html.ts';
import type { View } from '../view.ts';

const titles = {
  running: { zh: '计时中', en: 'running' },
  stopped: { zh: '已中止计时', en: 'stopped' },
  met: { zh: '按时', en: 'met' },
  late: { zh: '逾期办结', en: 'late' },
  overdue: { zh: '已逾期', en: 'overdue' },
} as const satisfies Record<string, Title>;

/** @param doc as the reader sees it: a clock says nothing that its acts do not */
export function clockTable(
  view: View,
  office: Office,
  { life, doc }: { readonly life: LifeName; readonly doc: Json },
): Html {
  const clocks = clocksOf(lives[life], doc as unknown as ActedDoc, timingOf(office));
  return table(view, {
    caption: view.t({ zh: '时限', en: 'Clocks' }),
    head: [
      view.t({ zh: '事项', en: 'what' }),
      view.t({ zh: '由谁', en: 'owed by' }),
      view.t({ zh: '最后一日', en: 'last day' }),
      view.t({ zh: '工作日', en: 'working days' }),
      view.t({ zh: '状态', en: 'state' }),
    ],
    numbers: [3],
    rows: clocks.map(({ title, duty, lastDay, counted, days, state, provisional }) => [
      view.t(title),
      view.t(roleTitles[duty.role]),
      `${lastDay ?? '–'}${provisional ? view.t({ zh: '(暂定)', en: ' (provisional)' }) : ''}`,
      `${counted} / ${days}`,
      chip(view, titles[state], state === 'overdue' || state === 'late' ? 'bad' : 'calm'),
    ]),
  });
}
