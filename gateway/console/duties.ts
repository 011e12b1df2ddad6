/** Overdue duties by body, and under which rules they are computed; no organization is named on a page without accounts. */
import { html } from 'hono/html';
import { dateOf } from '#policies/calendar.ts';
import type { Title } from '#policies/catalog/entry.ts';
import { countDuties, dutiesOf } from '#policies/procedure/deadlines-register.ts';
import { officeOf } from '#policies/procedure/profiles/office-of.ts';
import { profileVersion } from '#policies/procedure/profiles/profiles.ts';
import { profileWarnings } from '#policies/procedure/profiles/warnings.ts';
import { dayAt } from '#policies/procedure/working-days.ts';
import { timingOf } from '../calendar.ts';
import { lookupOf } from '../load.ts';
import type { Office } from '../office.ts';
import { table, type Html } from './page.ts';

export function dutiesPage(office: Office): Html {
  const timing = timingOf(office);
  const { profile, calendar, now } = timing;
  const counts = countDuties(dutiesOf(lookupOf(office.record.read), timing));
  const years = Object.keys(calendar.years);
  const warnings = profileWarnings(profile, dateOf(dayAt(now)));
  return html`<p>
      Whoever had to move and did not in time stands here <span lang="zh">逾期履职</span>. Being overdue approves
      nothing: the thing stays where it is, and the body above is told. Periods are in working days of Asia/Shanghai,
      the start day is not counted.
    </p>
    ${table({
      caption: 'Overdue duties 逾期履职事项',
      head: ['body', '事项', 'duty', 'overdue', 'explained', 'done late'],
      rows: counts.map(({ owedBy, title, open, explained, discharged }) => [
        officeCell(officeOf(profile, owedBy)),
        html`<span lang="zh">${title.zh}</span>`,
        title.en,
        open,
        explained,
        discharged,
      ]),
    })}
    <h2>Under which rules</h2>
    <p>
      Profile <code>${profileVersion(profile)}</code> (${profile.title.en}
      <span lang="zh">${profile.title.zh}</span>)${warnings.map(
        ({ en, zh }) => html`; ${en} <span lang="zh">${zh}</span>`,
      )}.
      Calendar <code>${calendar.version}</code>, years ${years[0] ?? ''} to ${years.at(-1) ?? ''}; a deadline in another
      year is provisional until two persons of the agency have entered its notice.
    </p>
    <p>
      Whoever has an account: <code>GET /api/v1/deadlines</code>, <code>/api/v1/notices</code>; supervising bodies
      <code>/api/v1/audit/duties</code>.
    </p>`;
}

function officeCell({ en, zh }: Title): Html {
  return html`${en} <span lang="zh">${zh}</span>`;
}
