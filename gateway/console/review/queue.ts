/** What waits for its reviewers, by its clock: the first thing on the desk of those who check. Filters are part of the address. */
import { html, raw } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import { isBlocking } from '#policies/procedure/export-exception.ts';
import type { Json } from '../../client.ts';
import type { Reader } from '../console.ts';
import { stateChip } from '../desk/document.ts';
import { chip, table, textOf, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { reviewing, riskOf, riskTitles, riskTones, type Risk } from './examined.ts';

const waiting = [
  ...(['operator_review', 'conflicted', 'consolidating', 'excepting', 'exception_requested'] as const),
  ...(['passed', 'filing_submitted', 'filing_returned', 'filed'] as const),
];

interface Waiting {
  readonly doc: Export;
  readonly risk: Risk;
  readonly profile: string;
  readonly fails: number;
  readonly history: number;
  /** Absent where the clock is somebody else's. */
  readonly clock?: Json | undefined;
}

/** Nothing for who checks nothing. */
export async function reviewQueue({ view, caller, api }: Reader): Promise<Html> {
  if (!reviewing.includes(caller.role)) return html``;
  const [found, owed] = await Promise.all([
    api.all(`/check/exports?state=${waiting.join(',')}`),
    api.call('/deadlines'),
  ]);
  const clocks = owed.ok ? (owed.value['items'] as readonly Json[]) : [];
  const docs = (found.ok ? found.value : []) as unknown as readonly Export[];
  const lines = await Promise.all(docs.map(async (doc) => lineOf(api, doc, clocks)));
  const wanted = new URL(view.path, 'http://here').searchParams;
  const shown = lines.filter((line) => fits(line, wanted)).sort(byClock);
  return html`<section aria-labelledby="queue-title">
    <h2 id="queue-title">${view.t({ zh: '待核查成果(按时限)', en: 'Exports that wait, by their clock' })}</h2>
    ${filters(view, lines, wanted)} ${queueTable(view, shown)} ${caller.role === 'operator' ? shortcuts(view) : ''}
  </section>`;
}

async function lineOf(api: Reader['api'], doc: Export, clocks: readonly Json[]): Promise<Waiting> {
  const profiles = await Promise.all(doc.product.runs.map((run) => profileOf(api, run)));
  return {
    doc,
    risk: riskOf(doc.findings),
    profile: [...new Set(profiles)].join(', '),
    fails: doc.findings.filter(({ verdict }) => verdict === 'fail').length,
    history: doc.findings.filter((finding) => isHistory(finding)).length,
    clock: clocks.find(({ life, id }) => life === 'export' && id === doc.id),
  };
}

function isHistory(finding: Export['findings'][number]): boolean {
  return finding.code === 'history' || (isBlocking(finding) && finding.code === 'E_HISTORY');
}

/** Under which rules the run was judged; noise has none of them. */
async function profileOf(api: Reader['api'], id: string): Promise<string> {
  const run = await api.call(`/run/runs/${id}`);
  const program = run.ok ? await api.call(`/review/programs/${textOf(run.value['program'])}`) : run;
  if (!program.ok) return '–';
  const content = program.value['content'] as { lane?: string; release?: { profile?: string } };
  return content.lane === 'private' ? 'private' : (content.release?.profile ?? 'standard');
}

function fits({ doc, risk, profile }: Waiting, wanted: URLSearchParams): boolean {
  const has = (name: string, value: string) => (wanted.get(name) ?? '') === '' || wanted.get(name) === value;
  return has('risk', risk) && has('vendor', doc.vendor) && has('profile', profile) && has('state', doc.state);
}

/** Whatever has an end before what has none; the oldest first among equals. */
function byClock(one: Waiting, other: Waiting): number {
  return endOf(one) < endOf(other) ? -1 : 1;
}

function endOf({ clock, doc }: Waiting): string {
  return `${textOf(clock?.['due'] ?? '9')} ${doc.acts.at(-1)?.at ?? ''}`;
}

function queueTable(view: View, lines: readonly Waiting[]): Html {
  return table(view, {
    caption: view.t({ zh: `${lines.length} 件`, en: `${lines.length} waiting` }),
    head: [
      view.t({ zh: '成果', en: 'export' }),
      view.t({ zh: '数据商', en: 'vendor' }),
      view.t({ zh: '规则', en: 'profile' }),
      view.t({ zh: '风险', en: 'risk' }),
      view.t({ zh: '不通过', en: 'fails' }),
      view.t({ zh: '历史命中', en: 'history hits' }),
      view.t({ zh: '状态', en: 'state' }),
      view.t({ zh: '剩余工作日', en: 'working days left' }),
    ],
    numbers: [4, 5, 7],
    rows: lines.map(({ doc, risk, profile, fails, history, clock }) => [
      html`<a href="/desk/check/exports/${doc.id}">${doc.product.title}</a> <small>${doc.id}</small>`,
      doc.vendor,
      profile,
      chip(view, riskTitles[risk], riskTones[risk]),
      fails,
      history,
      stateChip(view, 'export', doc.state),
      daysLeft(view, clock),
    ]),
  });
}

function daysLeft(view: View, clock: Json | undefined): Html {
  if (!clock) return html`–`;
  const left = Number(clock['days']) - Number(clock['counted']);
  const last = html`<small>${textOf(clock['lastDay'] ?? '')}</small>`;
  if (clock['state'] === 'overdue') return html`${chip(view, { zh: '▲ 已逾期', en: '▲ overdue' }, 'bad')} ${last}`;
  return html`${left} ${last}`;
}

function filters(view: View, lines: readonly Waiting[], wanted: URLSearchParams): Html {
  const own = (of: (line: Waiting) => string) => [...new Set(lines.map(of))].sort();
  const all = view.t({ zh: '全部', en: 'all' });
  const choice = (name: string, title: Title, values: readonly (readonly [string, string])[]) =>
    html`<label for="q-${name}">${view.t(title)}</label>
      <select id="q-${name}" name="${name}">
        <option value="">${all}</option>
        ${values.map(
          ([value, says]) =>
            html`<option value="${value}" ${raw(value === wanted.get(name) ? 'selected' : '')}>${says}</option>`,
        )}
      </select>`;
  return html`<form method="get" class="filter" aria-label="${view.t({ zh: '筛选', en: 'Filter' })}">
    ${choice(
      'risk',
      { zh: '风险', en: 'Risk' },
      own(({ risk }) => risk).map((risk) => [risk, view.t(riskTitles[risk as Risk])] as const),
    )}
    ${choice('vendor', { zh: '数据商', en: 'Vendor' }, own(({ doc }) => doc.vendor).map(sameWord))}
    ${choice('profile', { zh: '规则', en: 'Profile' }, own(({ profile }) => profile).map(sameWord))}
    <button class="plain">${view.t({ zh: '筛选', en: 'Filter' })}</button>
  </form>`;
}

function sameWord(value: string): readonly [string, string] {
  return [value, value];
}

/** What the operator does besides, and no list of a life leads to. */
function shortcuts(view: View): Html {
  const links = [
    ['/desk/filing', { zh: '备案报送', en: 'Filing' }],
    ['/desk/exceptions', { zh: '当月例外', en: 'Exceptions of the month' }],
    ['/desk/denials', { zh: '拒绝额度', en: 'Denials' }],
    ['/desk/audit/emergency-stops', { zh: '紧急停止', en: 'Emergency stop' }],
  ] as const;
  return html`<ul class="links">
    ${links.map(([href, title]) => html`<li><a href="${href}">${view.t(title)}</a></li>`)}
  </ul>`;
}
