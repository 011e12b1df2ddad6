/** What waits for somebody: what he owes with its clock, what happened, what he may begin. */
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import type { Outcome } from '#policies/refusal.ts';
import { openingsOf } from '../../access/offers.ts';
import type { Json } from '../../client.ts';
import { collections, lifeOf } from '../../stages/collections.ts';
import type { Reader } from '../console.ts';
import { chip, moment, table, textOf, type Html } from '../html.ts';
import { reviewQueue } from '../review/queue.ts';
import type { View } from '../view.ts';
import { commandTitle, hrefOf } from './words.ts';

export async function deskHome({ view, caller, api }: Reader): Promise<Html> {
  const [owed, told] = await Promise.all([api.call('/deadlines'), api.call('/notices?limit=20')]);
  return html`${await reviewQueue({ view, caller, api })} ${owedTable(view, itemsOf(owed))}
    ${noticeTable(view, itemsOf(told))}
    <h2>${view.t({ zh: '可以发起', en: 'You may begin' })}</h2>
    <ul class="links">
      ${openingsOf(caller).map(
        ({ stage, collection, command }) =>
          html`<li>
            <a href="/desk/${stage}/${collection}/new">${view.t(lives[lifeOf(collection)].title)}</a>
            <small>${commandTitle(view, command)}</small>
          </li>`,
      )}
    </ul>`;
}

function itemsOf(answer: Outcome<Json>): readonly Json[] {
  return answer.ok ? (answer.value['items'] as readonly Json[]) : [];
}

/** What somebody owes, by its clock. */
export function owedTable(view: View, items: readonly Json[]): Html {
  return table(view, {
    caption: view.t({ zh: '待办事项(按时限)', en: 'What you owe, by its clock' }),
    head: [
      view.t({ zh: '事项', en: 'what' }),
      view.t({ zh: '对象', en: 'of' }),
      view.t({ zh: '最后一日', en: 'last day' }),
      view.t({ zh: '工作日', en: 'working days' }),
      view.t({ zh: '状态', en: 'state' }),
      view.t({ zh: '依据', en: 'rests on' }),
    ],
    numbers: [3],
    rows: items.map((item) => [
      view.t(item['title'] as Title),
      thingLink(item),
      textOf(item['lastDay'] ?? '–'),
      `${textOf(item['counted'])} / ${textOf(item['days'])}`,
      chip(view, clockTitles[item['state'] as ClockState], item['state'] === 'overdue' ? 'bad' : 'calm'),
      textOf(item['source']),
    ]),
  });
}

type ClockState = keyof typeof clockTitles;
const clockTitles = {
  running: { zh: '计时中', en: 'running' },
  stopped: { zh: '已中止计时', en: 'stopped' },
  met: { zh: '按时', en: 'met' },
  late: { zh: '逾期办结', en: 'late' },
  overdue: { zh: '已逾期', en: 'overdue' },
} as const satisfies Record<string, Title>;

function noticeTable(view: View, items: readonly Json[]): Html {
  return table(view, {
    caption: view.t({ zh: '最近动态', en: 'What happened' }),
    head: [
      view.t({ zh: '时间', en: 'when' }),
      view.t({ zh: '事项', en: 'what' }),
      view.t({ zh: '对象', en: 'of' }),
      view.t({ zh: '现状态', en: 'now' }),
    ],
    rows: items.map((item) => {
      const life = item['life'] as LifeName;
      const states: Readonly<Record<string, Title>> = lives[life].states;
      const to = textOf(item['to']);
      return [
        moment(view, textOf(item['at'])),
        view.t(lives[life].title),
        thingLink(item),
        view.t(states[to] ?? { zh: to, en: to }),
      ];
    }),
  });
}

function thingLink(item: Json): Html {
  const life = item['life'] as LifeName;
  const id = textOf(item['id']);
  return Object.values(collections).includes(life) ? html`<a href="${hrefOf(life, id)}">${id}</a>` : html`${id}`;
}
