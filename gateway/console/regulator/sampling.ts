/**
 * Samples that nobody could choose: which spot checks there are, and of each the sample as the record has it beside the same sample drawn
 * again from its seed. Whoever has the seed and the ids draws it without us.
 *
 * @see AO-31-4, DC-13
 */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import { hasLeft } from '#policies/procedure/export-table.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { InspectionTypes } from '#policies/procedure/cases/inspection.ts';
import type { Run } from '#policies/procedure/run.ts';
import { commitmentOf, sampleOf } from '#policies/procedure/sample.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { unwrap } from '#policies/refusal.ts';
import { offersOf } from '../../access/offers.ts';
import { readerOf, show, showNothing, showRefused, type Console, type Reader } from '../console.ts';
import { commandLinks } from '../desk/things.ts';
import { chip, table, type Html } from '../html.ts';
import { said } from '../public/items.ts';
import type { View, ViewEnv } from '../view.ts';
import { idCode, stateMark, traceHref } from './items.ts';

type Inspection = InspectionTypes['doc'];
const title = { zh: '抽查', en: 'Sampling' };

export function samplingRoutes(app: Hono<ViewEnv>, console: Console): void {
  app.get('/sampling', async (c) => {
    const { view, caller, api } = readerOf(c, console);
    const answer = await api.all('/audit/inspections');
    if (!answer.ok) return showRefused(c, answer);
    const docs = answer.value as unknown as readonly Inspection[];
    const plans =
      caller.role === 'regulator'
        ? ''
        : html`<p>
            <a class="button" href="/desk/audit/inspections/new"
              >${view.t({ zh: '计划一次检查', en: 'Plan an inspection' })}</a
            >
          </p>`;
    return show(c, { title, stage: 'audit', body: html`${how(view)} ${plans} ${list(view, docs)}` });
  });
  app.get('/sampling/:id', async (c) => {
    const reader = readerOf(c, console);
    const id = c.req.param('id');
    const answer = await reader.api.call(`/audit/inspections/${encodeURIComponent(id)}`);
    if (!answer.ok) return showRefused(c, answer);
    const doc = answer.value as unknown as Inspection;
    if (!doc.spot) return showNothing(c);
    const offers = offersOf(console.office, 'inspection', id, reader.caller);
    const body = html`<p>${stateMark(reader.view, 'inspection', doc.state)} ${idCode(id)}</p>
      ${commandLinks(reader.view, offers, id)} ${await drawn(reader, doc)}`;
    return show(c, { title, stage: 'audit', body });
  });
}

function how(view: View): Html {
  return html`<p>
      ${view.t({
        zh: '先公布种子的承诺,再在开始时公布种子:样本由种子与编号的哈希次序决定,谁也无法挑选,谁都可以重抽。',
        en: 'The commitment to a seed is published first, the seed when the check begins: the order of the hashes of seed and id decides, so that nobody can choose and everybody can draw again.',
      })}
    </p>
    <pre>sha256(JCS([seed, id])), ${view.t({ zh: '取最小的 n 个', en: 'the n smallest' })}</pre>`;
}

const populations = { runs: { zh: '运行', en: 'runs' }, exports: { zh: '出域成果', en: 'exports' } } as const;

function list(view: View, docs: readonly Inspection[]): Html {
  return table(view, {
    caption: view.t({ zh: '监督检查', en: 'Inspections' }),
    head: [
      view.t({ zh: '编号', en: 'id' }),
      view.t({ zh: '范围', en: 'scope' }),
      view.t({ zh: '抽查对象', en: 'drawn from' }),
      view.t({ zh: '样本量', en: 'sample size' }),
      view.t({ zh: '状态', en: 'state' }),
    ],
    numbers: [3],
    rows: docs.map(({ id, scope, spot, state }) => [
      html`<a href="/desk/${spot ? 'sampling' : 'audit/inspections'}/${encodeURIComponent(id)}">${id}</a>`,
      said(view, scope),
      spot ? view.t(populations[spot.population]) : '–',
      spot?.size ?? '–',
      stateMark(view, 'inspection', state),
    ]),
  });
}

async function drawn(reader: Reader, { spot, seed, sample, population, vendor, scope }: Inspection): Promise<Html> {
  const { view } = reader;
  if (!spot) return html``;
  const told = html`<dl>
    <dt>${view.t({ zh: '范围', en: 'Scope' })}</dt>
    <dd>${said(view, scope)}</dd>
    <dt>${view.t({ zh: '抽查对象', en: 'Drawn from' })}</dt>
    <dd>${view.t(populations[spot.population])} ${vendor ?? ''}</dd>
    <dt>${view.t({ zh: '样本量', en: 'Sample size' })}</dt>
    <dd>${spot.size}</dd>
    <dt>${view.t({ zh: '种子的承诺', en: 'Commitment to the seed' })}</dt>
    <dd>${idCode(spot.commitment)}</dd>
    <dt>${view.t({ zh: '种子', en: 'Seed' })}</dt>
    <dd>${seed === undefined ? view.t({ zh: '开始检查时公布', en: 'told when the check begins' }) : idCode(seed)}</dd>
  </dl>`;
  if (seed === undefined || !sample || !population) return told;
  const ids = await idsOf(reader, spot.population, vendor);
  return html`${told}
  ${again(view, { seed, sample, population, ids, isCommitted: commitmentOf(seed) === spot.commitment })}
  ${sampleTable(view, { kind: spot.population, seed, sample })}`;
}

interface Drawing {
  readonly seed: string;
  readonly sample: readonly string[];
  readonly population: NonNullable<Inspection['population']>;
  readonly ids: readonly string[];
  readonly isCommitted: boolean;
}

/** The same sample from what there is now; what has been added since is said. */
function again(view: View, { seed, sample, population, ids, isCommitted }: Drawing): Html {
  const isWhole = commitmentOf(ids.join('\n')) === population.hash;
  const isSame = sampleOf(seed, ids, sample.length).join() === sample.join();
  const seeds = isCommitted
    ? chip(view, { zh: '种子与承诺相符', en: 'the seed is the one committed to' }, 'good')
    : chip(view, { zh: '种子与承诺不符', en: 'the seed is another' }, 'bad');
  const same = isSame
    ? chip(view, { zh: '重抽结果相同', en: 'drawn again: the same' }, 'good')
    : chip(
        view,
        { zh: '总体已有增加,按当时编号重抽', en: 'the population has grown: draw from the ids of then' },
        'warn',
      );
  return html`<h2>${view.t({ zh: '复核', en: 'Drawn again' })}</h2>
    <p role="status">
      ${seeds} ${isWhole || isSame ? same : chip(view, { zh: '总体已变化', en: 'the population has changed' }, 'warn')}
    </p>
    <p>
      ${view.t({
        zh: `当时总体 ${population.size} 项,现有 ${ids.length} 项。编号清单哈希:`,
        en: `Drawn from ${population.size}; there are ${ids.length} now. Hash of the list of ids: `,
      })}${idCode(population.hash)}
    </p>`;
}

interface Shown {
  readonly kind: 'runs' | 'exports';
  readonly seed: string;
  readonly sample: readonly string[];
}

function sampleTable(view: View, { kind, seed, sample }: Shown): Html {
  const life = kind === 'runs' ? 'run' : 'export';
  return table(view, {
    caption: view.t({
      zh: `样本 ${sample.length} 项,按抽取次序`,
      en: `The sample of ${sample.length}, in the order of drawing`,
    }),
    head: [
      view.t({ zh: '次序', en: 'place' }),
      view.t({ zh: '编号', en: 'id' }),
      view.t({ zh: '次序哈希', en: 'hash that decides' }),
    ],
    numbers: [0],
    rows: sample.map((id, at) => [
      at + 1,
      html`<a href="${traceHref(`${life}/${id}`)}">${id}</a>`,
      html`<code>${contentHash([seed, id])}</code>`,
    ]),
  });
}

/** Everything that may be drawn, as `populationOf` says. */
async function idsOf({ api }: Reader, kind: Shown['kind'], vendor: string | undefined): Promise<readonly string[]> {
  const all = unwrap(await api.all(kind === 'runs' ? '/run/runs' : '/check/exports'));
  const docs = all as unknown as readonly (Run | Export)[];
  const own = docs.filter((doc) => vendor === undefined || doc.vendor === vendor);
  return own
    .filter((doc) => ('product' in doc ? hasLeft(doc) : doc.result !== undefined))
    .map(({ id }) => id)
    .toSorted();
}
