/** docs/profiles.md: what the four jurisdictions say, value by value, and where a value is only our recommendation. */
import type { Title } from '#policies/catalog/entry.ts';
import type { Param, Profile } from '#policies/procedure/profiles/profile.ts';
import { profiles, profileVersion } from '#policies/procedure/profiles/profiles.ts';
import { roleTitles, type Role } from '#policies/procedure/roles.ts';
import { profileWarnings } from '#policies/procedure/profiles/warnings.ts';

const places = Object.values(profiles) as readonly Profile[];

/** A day on which warnings are printed; the product prints those of today. */
const printed = '2026-01-01';

/** @see procedure.md §8 */
export function profilesPage(): string {
  const head = ['parameter', ...places.map(({ title }) => `${title.zh} ${title.en}`)];
  const lines = (group: 'days' | 'switches' | 'scheme', title: (key: string) => string) =>
    Object.keys(profiles.guangzhou[group]).map((key) => [
      title(key),
      ...places.map((place) => cell((place[group] as Readonly<Record<string, Param<unknown>>>)[key])),
    ]);
  const terms = [
    ['`maxAgreementYears`', ...places.map(({ maxAgreementYears }) => cell(maxAgreementYears))],
    ['`maxAuthorizationYears`', ...places.map(({ maxAuthorizationYears }) => cell(maxAuthorizationYears))],
    ['`auditRetentionMonths`', ...places.map(({ auditRetentionMonths }) => cell(auditRetentionMonths))],
    ['validity, years', ...places.map(({ validity }) => cell(validity.years))],
    ['valid', ...places.map(({ validity: { from, until } }) => `${from ?? 'not set'} to ${until ?? 'not set'}`)],
    ['smallest group by grade', ...places.map(({ kMin }) => `${grades(kMin.value)} (engineering choice)`)],
  ];
  const reports = [...new Set(places.flatMap((place) => Object.keys(place.reports)))].sort((a, b) => (a < b ? -1 : 1));
  const parts = [
    '# Jurisdiction profiles\n\n<!-- Printed by `npm run docs`. Do not edit. -->\n',
    'A value in bold stands in the text of the regulation, with its article; one in parentheses is our recommendation, for the text is silent; — is no matter of that place. Periods are in working days.\n',
    table(head, [
      ['version', ...places.map((place) => profileVersion(place))],
      ['to be said beside it', ...places.map((place) => said(profileWarnings(place, printed)))],
    ]),
    '## Offices\n',
    'Which body acts in which role, as the text calls it; — where it names none. Who of it acts is said by the accounts of an installation.\n',
    table(
      head,
      (Object.keys(roleTitles) as Role[])
        .filter((role) => places.some(({ offices }) => offices?.[role]))
        .map((role) => [roleTitles[role].en, ...places.map(({ offices }) => officeCell(offices?.[role]))]),
    ),
    '## Periods\n',
    table(
      head,
      lines('days', (key) => `\`${key}\``),
    ),
    'A period marked "in principle" may be extended with reasons.\n',
    '## Readings\n',
    'Where the texts are silent or differ, a switch says which reading holds.\n',
    table(
      head,
      lines('switches', (key) => `\`${key}\``),
    ),
    '## Grounds, terms and the rest\n',
    table(head, [...lines('scheme', (key) => `\`${key}\``), ...terms]),
    ...(['closedGrounds', 'conditionalGrounds', 'violationGrounds'] as const).map((list) =>
      table([`\`${list}\``, ...head.slice(1)], [['', ...places.map((place) => place[list].join(', '))]]),
    ),
    '## Reports\n',
    table(
      head,
      reports.map((id) => [id, ...places.map((place) => cell(place.reports[id]))]),
    ),
  ];
  return `${parts.join('\n')}\n`;
}

function cell(param: (Param<unknown> & { readonly extendable?: true }) | undefined): string {
  if (!param || param.basis === 'none') return '—';
  const value = Array.isArray(param.value) ? param.value.join(', ') || 'nothing' : String(param.value);
  const extendable = param.extendable ? ', in principle' : '';
  return param.basis === 'text' ? `**${value}** ${param.source ?? ''}${extendable}` : `(${value})`;
}

function officeCell(office: Param<Title> | undefined): string {
  return office ? cell({ ...office, value: `${office.value.zh} ${office.value.en}` }) : '—';
}

function grades(value: Readonly<Record<string, number>>): string {
  return Object.entries(value)
    .map(([grade, k]) => `${grade} ${k}`)
    .join(', ');
}

function said(warnings: readonly Title[]): string {
  return warnings.map(({ en }) => en).join('; ') || 'nothing';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
