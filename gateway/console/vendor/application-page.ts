/** An application for its vendor: where its scenario stands, what comes next and by when, what it asks for. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import type { Application } from '#policies/procedure/application.ts';
import type { UseRequest } from '#policies/procedure/application-commands.ts';
import { offersOf } from '../../access/offers.ts';
import type { Json } from '../../client.ts';
import { readerOf, show, showNothing, type Console, type Reader } from '../console.ts';
import { history, stateChip } from '../desk/document.ts';
import { commandLinks } from '../desk/things.ts';
import { hrefOf } from '../desk/words.ts';
import { moment, table, textOf, type Html } from '../html.ts';
import { formTitles } from '../review/product-words.ts';
import type { View, ViewEnv } from '../view.ts';
import { clockTable } from './clocks.ts';
import { nextSteps } from './titles.ts';
import { stageOf, track } from './track.ts';

export async function applicationPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const id = c.req.param('id') ?? '';
  const found = await reader.api.call(`/propose/applications/${encodeURIComponent(id)}`);
  if (!found.ok) return showNothing(c);
  const { view } = reader;
  const doc = found.value as unknown as Application;
  const { request, state, reason } = doc;
  const around = await scenarioOf(reader, request.scenario.id);
  const body = html`<p>${stateChip(view, 'application', state)} <code>${id}</code></p>
    ${track(view, stageOf({ application: found.value, ...around }))}
    <p class="note"><strong>${view.t({ zh: '下一步', en: 'Next' })}</strong> ${view.t(nextSteps[state])}</p>
    ${reason === undefined ? '' : html`<p class="refused">${reason}</p>`}
    ${commandLinks(view, offersOf(console.office, 'application', id, reader.caller), id)} ${links(view, doc, around)}
    ${clockTable(view, console.office, { life: 'application', doc: found.value })} ${asked(view, request)}
    ${history(view, 'application', found.value)}`;
  const title: Title = { zh: `场景申请:${request.scenario.title}`, en: `Application: ${request.scenario.title}` };
  return show(c, { title, stage: 'propose', body });
}

interface Around {
  readonly programs: readonly Json[];
  readonly runs: readonly Json[];
  readonly exports: readonly Json[];
}

/** What else there is of a scenario, as far as the reader sees it. */
async function scenarioOf({ api }: Reader, scenario: string): Promise<Around> {
  const [programs, runs, exports] = await Promise.all(
    ['/propose/programs', '/run/runs', '/check/exports'].map(async (path) => {
      const told = await api.all(path);
      return told.ok ? told.value : [];
    }),
  );
  const own = (docs: readonly Json[] = []) => docs.filter((doc) => doc['scenario'] === scenario);
  return {
    programs: own(programs),
    runs: own(runs),
    exports: (exports ?? []).filter((doc) => scenarioIn(doc['product']) === scenario),
  };
}

function scenarioIn(product: unknown): string | undefined {
  return (product as { readonly scenario?: string } | undefined)?.scenario;
}

function links(view: View, { agreement }: Application, { programs, runs, exports }: Around): Html {
  const kinds = [
    { life: 'agreement', title: { zh: '协议', en: 'agreement' }, ids: agreement === undefined ? [] : [agreement] },
    { life: 'program', title: { zh: '程序', en: 'programs' }, ids: programs.map(({ id }) => textOf(id)) },
    { life: 'run', title: { zh: '运行', en: 'runs' }, ids: runs.map(({ id }) => textOf(id)) },
    { life: 'export', title: { zh: '成果', en: 'exports' }, ids: exports.map(({ id }) => textOf(id)) },
  ] as const;
  const some = kinds.filter(({ ids }) => ids.length > 0);
  if (some.length === 0) return html``;
  return html`<dl>
    ${some.map(
      ({ life, title, ids }) =>
        html`<dt>${view.t(title)}</dt>
          <dd>${ids.map((id) => html`<a href="${hrefOf(life, id)}">${id}</a> `)}</dd>`,
    )}
  </dl>`;
}

function asked(
  view: View,
  { scenario, purpose, datasets, rowScope, productForms, term, securityMeasures, district }: UseRequest,
): Html {
  const comma = view.t({ zh: '、', en: ', ' });
  return html`<h2>${view.t({ zh: '申请内容', en: 'What is asked for' })}</h2>
    <dl>
      <dt>${view.t({ zh: '场景编号', en: 'scenario' })}</dt>
      <dd><code>${scenario.id}</code></dd>
      <dt>${view.t({ zh: '使用目的', en: 'purpose' })}</dt>
      <dd>${purpose.text}</dd>
      <dt>${view.t({ zh: '法律依据', en: 'legal basis' })}</dt>
      <dd>${purpose.legalBasis}</dd>
      <dt>${view.t({ zh: '记录范围', en: 'rows' })}</dt>
      <dd>${rowScope}</dd>
      <dt>${view.t({ zh: '成果形式', en: 'product forms' })}</dt>
      <dd>${productForms.map((form) => view.t(formTitles[form])).join(comma)}</dd>
      <dt>${view.t({ zh: '期限', en: 'term' })}</dt>
      <dd>${moment(view, term.from)} – ${moment(view, term.to)}</dd>
      <dt>${view.t({ zh: '安全措施', en: 'security' })}</dt>
      <dd>${securityMeasures}</dd>
      ${
        district === undefined
          ? ''
          : html`<dt>${view.t({ zh: '区主管部门', en: 'district' })}</dt>
              <dd>${district}</dd>`
      }
    </dl>
    ${table(view, {
      caption: view.t({ zh: '所需列与理由', en: 'Columns, and why each is needed' }),
      head: [
        view.t({ zh: '表', en: 'table' }),
        view.t({ zh: '列', en: 'column' }),
        view.t({ zh: '理由', en: 'reason' }),
      ],
      rows: datasets.flatMap((set) =>
        set.columns.map((column) => [
          html`<code>${set.table}</code>`,
          html`<code>${column.name}</code>`,
          column.reason,
        ]),
      ),
    })}`;
}
