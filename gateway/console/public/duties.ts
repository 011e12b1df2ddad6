/** Overdue duties by body, and under which rules they are computed; no organization is named on a page without accounts. */
import { html } from 'hono/html';
import { dateOf } from '#policies/calendar.ts';
import { countDuties, dutiesOf } from '#policies/procedure/deadlines-register.ts';
import { officeOf } from '#policies/procedure/profiles/office-of.ts';
import { profileVersion } from '#policies/procedure/profiles/profiles.ts';
import { profileWarnings } from '#policies/procedure/profiles/warnings.ts';
import { dayAt } from '#policies/procedure/working-days.ts';
import { timingOf } from '../../calendar.ts';
import { lookupOf } from '../../load.ts';
import type { Office } from '../../office.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';

export function dutiesPage(view: View, office: Office): Html {
  const timing = timingOf(office);
  const { profile, calendar, now } = timing;
  const counts = countDuties(dutiesOf(lookupOf(office.record.read), timing));
  const years = Object.keys(calendar.years);
  const warnings = profileWarnings(profile, dateOf(dayAt(now)));
  return html`<p>
      ${view.t({
        zh: '应办而未按期办理的,列于此处。逾期不视为同意:事项停在原处,并告知上级机构。期限为北京时间的工作日,起算日不计入。',
        en: 'Whoever had to move and did not in time stands here. Being overdue approves nothing: the thing stays where it is, and the body above is told. Periods are in working days of Asia/Shanghai, the start day is not counted.',
      })}
    </p>
    ${table(view, {
      caption: view.t({ zh: '逾期履职事项', en: 'Overdue duties' }),
      head: [
        view.t({ zh: '机构', en: 'body' }),
        view.t({ zh: '事项', en: 'duty' }),
        view.t({ zh: '未办', en: 'overdue' }),
        view.t({ zh: '已说明', en: 'explained' }),
        view.t({ zh: '逾期办结', en: 'done late' }),
      ],
      numbers: [2, 3, 4],
      rows: counts.map(({ owedBy, title, open, explained, discharged }) => [
        view.t(officeOf(profile, owedBy)),
        view.t(title),
        open,
        explained,
        discharged,
      ]),
    })}
    <h2>${view.t({ zh: '所依规则', en: 'Under which rules' })}</h2>
    <p>
      ${view.t({ zh: '规则', en: 'Profile' })}
      <code>${profileVersion(profile)}</code> (${view.t(profile.title)})${warnings.map(
        (warning) => html`${view.t({ zh: ';', en: '; ' })}${view.t(warning)}`,
      )}
    </p>
    <p>
      ${view.t({ zh: '工作日历', en: 'Calendar' })} <code>${calendar.version}</code>
      ${view.t({
        zh: `(${years[0] ?? ''} 至 ${years.at(-1) ?? ''} 年);其他年份的期限,在机构两人录入当年通知前为暂定。`,
        en: `(years ${years[0] ?? ''} to ${years.at(-1) ?? ''}); a deadline in another year is provisional until two persons of the agency have entered its notice.`,
      })}
    </p>`;
}
