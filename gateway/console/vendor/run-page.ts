/** A run for its vendor: its coarse state, its receipt, and the draft of an export of its result. It holds no value. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Agreement } from '#policies/procedure/agreement.ts';
import type { Run } from '#policies/procedure/run.ts';
import { nanosPerRho } from '#policies/privacy/cost.ts';
import { offersOf } from '../../access/offers.ts';
import { readerOf, show, showNothing, type Console, type Reader } from '../console.ts';
import { history, stateChip } from '../desk/document.ts';
import { commandLinks } from '../desk/things.ts';
import { hrefOf } from '../desk/words.ts';
import { csrfField, table, type Html } from '../html.ts';
import { formTitles } from '../review/product-words.ts';
import type { View, ViewEnv } from '../view.ts';
import { checkWords } from '../workbench/check-words.ts';
import { short, whole } from '../workbench/numbers.ts';
import { runSteps } from './titles.ts';

export async function runPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const id = c.req.param('id') ?? '';
  const found = await reader.api.call(`/run/runs/${encodeURIComponent(id)}`);
  if (!found.ok) return showNothing(c);
  const { view, caller } = reader;
  const doc = found.value as unknown as Run;
  const { state, program, hash, reason, code } = doc;
  const body = html`<p>
      ${stateChip(view, 'run', state)} <code>${id}</code> ·
      <a href="${hrefOf('program', program)}">${view.t({ zh: '程序', en: 'its program' })}</a>
      <code>${hash.slice(0, 12)}</code>
    </p>
    ${standing(view, doc)} ${reason === undefined ? '' : html`<p class="refused">${reason}</p>`}
    ${code === undefined ? '' : html`<p><a href="/problems/${code}">${code}</a></p>`} ${receipt(view, doc)}
    ${state === 'quarantined' ? await exportDraft(reader, doc) : ''}
    ${commandLinks(view, offersOf(console.office, 'run', id, caller), id)} ${history(view, 'run', found.value)}`;
  return show(c, {
    title: { zh: '真实运行', en: 'Run on real data' },
    stage: 'run',
    body,
    islands: isEnd(doc) ? [] : ['live'],
  });
}

/** Told as it changes while it still may. */
function standing(view: View, doc: Run): Html {
  const says = view.t(runSteps[doc.state]);
  if (isEnd(doc)) return html`<p class="note" role="status">${says}</p>`;
  return html`<p class="note" role="status" data-live="/api/v1/run/runs/${doc.id}/events" data-state="${doc.state}">
    ${says}
  </p>`;
}

function isEnd({ state }: Run): boolean {
  return ['quarantined', 'blocked', 'failed', 'killed', 'purged'].includes(state);
}

/** What the domain tells of a result that it keeps. */
function receipt(view: View, { result, parameters }: Run): Html {
  if (!result) return html``;
  const { resultHash, rows, suppressedCells, verdicts, columns, tier, sources, privacy, decision } = result;
  const none = view.t({ zh: '无', en: 'none' });
  const comma = view.t({ zh: '、', en: ', ' });
  return html`<h2>${view.t({ zh: '回执', en: 'Receipt' })}</h2>
    <dl>
      ${parameters.map(
        ({ name, value }) =>
          html`<dt><code>$${name}</code></dt>
            <dd>${value}</dd>`,
      )}
      <dt>${view.t({ zh: '行数', en: 'rows' })}</dt>
      <dd>${whole(view, rows)}</dd>
      <dt>${view.t({ zh: '隐藏的单元格', en: 'hidden cells' })}</dt>
      <dd>${whole(view, suppressedCells)}</dd>
      <dt>${view.t({ zh: '规则', en: 'rules that spoke' })}</dt>
      <dd>${verdicts.map((name) => checkWords(view, name).short).join(comma) || none}</dd>
      <dt>${view.t({ zh: '列', en: 'columns' })}</dt>
      <dd>${columns.map(({ name, type }) => `${name} ${type}`).join(comma)}</dd>
      ${
        privacy
          ? html`<dt>${view.t({ zh: '隐私损失', en: 'privacy loss' })}</dt>
              <dd>
                ρ ${short(view, Number(privacy.rho) / Number(nanosPerRho))}
                ${privacy.cached ? view.t({ zh: '(此前已付)', en: '(paid before)' }) : ''}
              </dd>`
          : ''
      }
      <dt>${view.t({ zh: '隔离等级', en: 'isolation tier' })}</dt>
      <dd>${tier}</dd>
      <dt>${view.t({ zh: '结果哈希', en: 'hash of the result' })}</dt>
      <dd><code>${resultHash}</code></dd>
      ${
        decision === undefined
          ? ''
          : html`<dt>${view.t({ zh: '判定承诺', en: 'commitment of the decision' })}</dt>
              <dd><code>${decision}</code></dd>`
      }
    </dl>
    ${table(view, {
      caption: view.t({ zh: '数据来源', en: 'Computed from' }),
      head: [
        view.t({ zh: '条目', en: 'entry' }),
        view.t({ zh: '快照', en: 'snapshot' }),
        view.t({ zh: '承诺', en: 'commitment' }),
      ],
      rows: sources.map(({ entry, snapshot, commitment }) => [
        entry,
        snapshot,
        html`<code>${commitment.slice(0, 16)}…</code>`,
      ]),
    })}`;
}

/** The general form takes it: what is refused comes back there with everything filled in. */
async function exportDraft({ view, api }: Reader, { id, agreement: named, scenario }: Run): Promise<Html> {
  const found = await api.call(`/propose/agreements/${encodeURIComponent(named)}`);
  if (!found.ok) return html``;
  const { conditions } = (found.value as unknown as Agreement).clauses;
  return html`<h2>${view.t({ zh: '申请成果出域', en: 'Apply for its export' })}</h2>
    <form method="post" action="/desk/check/exports/new" class="command">
      ${csrfField(view)}
      <input type="hidden" name="agreement" value="${named}" />
      <input type="hidden" name="product.scenario" value="${scenario}" />
      <input type="hidden" name="product.runs" value="${id}" />
      <p class="field">
        <label for="product.title">${view.t({ zh: '成果名称', en: 'Name of the product' })}</label>
        <input id="product.title" name="product.title" maxlength="200" required />
      </p>
      <p class="field">
        <label for="product.form">${view.t({ zh: '成果形式', en: 'Form' })}</label>
        <select id="product.form" name="product.form">
          ${conditions.productForms.map((form) => html`<option value="${form}">${view.t(formTitles[form])}</option>`)}
        </select>
      </p>
      <p class="field">
        <label for="product.purpose">${view.t({ zh: '用途', en: 'Purpose' })}</label>
        <textarea id="product.purpose" name="product.purpose" rows="2" required></textarea>
      </p>
      <p class="field">
        <label for="product.recipients"
          >${view.t({ zh: '接收方(每行一个)', en: 'Recipients, one in each line' })}</label
        >
        <textarea id="product.recipients" name="product.recipients" rows="3" required>
${conditions.recipients.join('\n')}</textarea>
      </p>
      <p class="field">
        <label for="product.sourceStatement">${view.t({ zh: '数据来源说明', en: 'Statement of the sources' })}</label>
        <textarea id="product.sourceStatement" name="product.sourceStatement" rows="2" required></textarea>
      </p>
      <p><button id="draft-export">${view.t({ zh: '起草', en: 'Draft the export' })}</button></p>
    </form>`;
}
