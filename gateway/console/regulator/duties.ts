/** What is owed and what is overdue: one's own clocks, and the register of duties by body and state. @see SH-43-1, SH-45-1, DC-17 */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import type { DutyRow } from '#policies/procedure/deadlines-register.ts';
import { lives } from '#policies/procedure/lives.ts';
import { roleTitles, type Role } from '#policies/procedure/roles.ts';
import { readerOf, show, showRefused, type Console } from '../console.ts';
import { owedTable } from '../desk/home.ts';
import { chip, moment, table, textOf, type Html } from '../html.ts';
import { said } from '../public/items.ts';
import type { View, ViewEnv } from '../view.ts';
import { choiceField, filterForm, itemsOf, thingLink } from './items.ts';

const bodies = (Object.keys(roleTitles) as Role[]).filter((role) => role !== 'public' && role !== 'system');

const stateTitles: Readonly<Record<string, Title>> = lives.duty.states;

export function dutyRoutes(app: Hono<ViewEnv>, console: Console): void {
  app.get('/duties', async (c) => {
    const { view, api } = readerOf(c, console);
    const { role = '', state = '', org = '' } = c.req.query();
    const query = new URLSearchParams(Object.entries({ role, state, org }).filter(([, value]) => value !== ''));
    const [register, clocks] = await Promise.all([
      api.call(`/audit/duties?${query.toString()}`),
      api.call('/deadlines'),
    ]);
    if (!register.ok) return showRefused(c, register);
    const rows = itemsOf(register) as unknown as readonly DutyRow[];
    const body = html`${owedTable(view, itemsOf(clocks))} ${rules(view, clocks.ok ? clocks.value : {})}
      <h2>${view.t({ zh: '逾期登记', en: 'Register of what was overdue' })}</h2>
      <p>
        ${view.t({
          zh: '逾期不视为同意:事项停在原处,并告知上级机构。天数为工作日。',
          en: 'Being overdue approves nothing: the thing stays where it is, and the body above is told. Days are working days.',
        })}
      </p>
      ${filterForm(view, '/desk/duties', fieldsOf(view, { role, state, org }))} ${registerTable(view, rows)}`;
    return show(c, { title: { zh: '时限与逾期', en: 'Clocks and overdue' }, stage: 'audit', body, wide: true });
  });
}

function rules(view: View, { profile, calendar }: Readonly<Record<string, unknown>>): Html {
  if (profile === undefined) return html``;
  return html`<p class="soft">
    ${view.t({ zh: '规则', en: 'Profile' })} <code>${textOf(profile)}</code>,
    ${view.t({ zh: '工作日历', en: 'calendar' })}
    <code>${textOf(calendar)}</code>
  </p>`;
}

interface Asked {
  readonly role: string;
  readonly state: string;
  readonly org: string;
}

function fieldsOf(view: View, { role, state, org }: Asked): Html {
  const any = ['', view.t({ zh: '全部', en: 'All' })] as const;
  const roles = bodies.map((one) => [one, view.t(roleTitles[one])] as const);
  const states = Object.entries(stateTitles).map(([one, title]) => [one, view.t(title)] as const);
  return html`${choiceField({ name: 'role', label: view.t({ zh: '机构', en: 'Body' }), value: role, options: [any, ...roles] })}
    ${choiceField({ name: 'state', label: view.t({ zh: '状态', en: 'State' }), value: state, options: [any, ...states] })}
    <span class="pick">
      <label for="f-org">${view.t({ zh: '单位编号', en: 'Organization' })}</label>
      <input id="f-org" name="org" value="${org}" maxlength="100" />
    </span>`;
}

function registerTable(view: View, rows: readonly DutyRow[]): Html {
  return table(view, {
    caption: view.t({ zh: `逾期事项 ${rows.length} 件`, en: `${rows.length} overdue duties` }),
    head: [
      view.t({ zh: '事项', en: 'duty' }),
      view.t({ zh: '对象', en: 'of' }),
      view.t({ zh: '责任机构', en: 'owed by' }),
      view.t({ zh: '应于', en: 'was due' }),
      view.t({ zh: '期限', en: 'days allowed' }),
      view.t({ zh: '逾期', en: 'days over' }),
      view.t({ zh: '状态', en: 'state' }),
      view.t({ zh: '说明', en: 'explained' }),
      view.t({ zh: '依据', en: 'rests on' }),
    ],
    numbers: [4, 5],
    rows: rows.map(({ title, life, subject, owedBy, org, due, days, late, state, reason, article }) => [
      view.t(title),
      thingLink(view, `${life}/${subject}`),
      html`${view.t(roleTitles[owedBy])} <small>${org ?? ''}</small>`,
      moment(view, due),
      days,
      late,
      chip(view, stateTitles[state] ?? { zh: state, en: state }, state === 'open' ? 'bad' : 'calm'),
      said(view, reason ?? ''),
      said(view, article),
    ]),
  });
}
