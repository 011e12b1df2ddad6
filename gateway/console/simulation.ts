/** Simulation data as people read it: which tables are made how, which models there are, and of each table what not to believe. */
import { html } from 'hono/html';
import type { Table } from '#policies/catalog/entry.ts';
import { epsilonOf } from '#policies/privacy/accountant.ts';
import { statedDelta } from '#policies/privacy/settings.ts';
import { fitTable } from '#policies/procedure/fit-table.ts';
import { fidelityOf, type FidelityStatement, type PairStanding } from '#policies/simulation/fidelity.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { nanoRho } from '#policies/units.ts';
import { standingTitles } from '#synth/deliver/dictionary.ts';
import { loadAll } from '../load.ts';
import type { Office } from '../office.ts';
import { modelOf, modelsNow } from '../simulation/fidelity.ts';
import { publishedEntries } from '../simulation/refresh.ts';
import { sparkline } from './chart.ts';
import { table, type Html } from './page.ts';

/** The body of the page of the stage. */
export function simulationPage(office: Office): Html {
  return html`<p>
      Nobody's rows: simulation data <span lang="zh">仿真数据</span> is made from the catalog alone (level 0), or drawn
      from a model that was fitted to the real rows with noise (level 1). The same engine and the same rules judge it,
      and the same program runs on either side.
    </p>
    <pre>curl -s $URL/api/v1/simulate/query -H "authorization: Bearer $TOKEN" -d '{"sql": "SELECT …"}'</pre>
    <p>
      In the private lane the answer has noise, and a price: the forecast tells both, and nothing is spent. See
      <a href="/budgets">what is left of the budgets</a>.
    </p>
    <pre>… -d '{"sql": "SELECT …", "lane": "private", "privacy": {"epsilon": 1}}'</pre>
    <p>
      Other seeds and sizes, dirty rows, rows that a query finds, as Parquet, Arrow, CSV or DuckDB:
      <code>POST /api/v1/simulate/sets</code>.
    </p>
    <pre>
… /simulate/sets -d '{"seed": 11, "format": "parquet", "dirty": "declared", "query": {"sql": "SELECT …"}}'</pre>
    ${tables(office)} ${fits(office)}`;
}

function tables(office: Office): Html {
  const models = modelsNow(office);
  const rows = publishedEntries(office).flatMap((entry) =>
    entry.tables.map((item) => {
      const model = modelOf(models, item.name);
      const level = model ? 'level 1, fitted' : 'level 0, from the catalog';
      return [html`<a href="/simulate/${item.name}">${item.name}</a>`, item.title.zh, item.title.en, level];
    }),
  );
  return table({ caption: 'Tables with simulation data', head: ['table', '名称', 'title', 'made'], rows });
}

function fits({ record }: Office): Html {
  return table({
    caption: 'Fits of simulation data 仿真模型拟合',
    head: ['fit', 'state', '状态', 'entries', 'ε asked', 'ε spent', 'model'],
    rows: loadAll(record.read, 'fit').map(({ id, state, order, result }) => [
      id,
      fitTable.states[state].en,
      fitTable.states[state].zh,
      order.entries.join(', '),
      order.epsilon,
      result ? spent(result.rho).toFixed(3) : '',
      result ? html`<code>${result.model.slice(0, 12)}</code>` : '',
    ]),
  });
}

function spent(rho: string): number {
  return epsilonOf({ rho: nanoRho(BigInt(rho)) }, statedDelta);
}

/** The body of the page of one table; undefined for one that no published entry has. */
export function fidelityPage(office: Office, name: string): Html | undefined {
  const found = publishedEntries(office)
    .flatMap((entry) => entry.tables)
    .find((item) => item.name === name);
  if (!found) return undefined;
  const model = modelOf(modelsNow(office), name);
  const statement = fidelityOf(found, model);
  return html`${verdict(statement, model)} ${columns(found, statement, model)} ${pairs(statement)}
    <p>Preview: <code>GET /api/v1/simulate/preview/${name}?rows=50</code></p>`;
}

function verdict({ level }: FidelityStatement, model: FittedModel | undefined): Html {
  if (level === 0 || !model)
    return html`<p>
      Level 0: types, keys, value domains and declared rules hold.
      <strong>Frequencies and relations are invented</strong><span lang="zh">(分布与关联均为编造)</span>.
    </p>`;
  const score = model.score
    ? html` Over all pairs of columns, model and real rows differ by about ${model.score.meanPairError.toFixed(3)} ±
      ${model.score.sigma.toFixed(3)} of total variation; that figure has noise of its own and was paid for.`
    : '';
  return html`<p>
    Level 1: drawn from a differentially private model <code>${model.method}</code>. A figure below is the error that
    the noise alone makes in the mean, from 0 to 1: it follows from the noise, not from the rows.${score}
  </p>`;
}

function columns(of: Table, statement: FidelityStatement, model: FittedModel | undefined): Html {
  return table({
    caption: 'Columns',
    head: ['column', '名称', 'standing', '可信度', 'expected error', 'as the model has it'],
    rows: statement.columns.map(({ column, standing, expected }, at) => [
      html`<code>${column}</code>`,
      of.columns[at]?.title.zh ?? '',
      standingTitles[standing].en,
      standingTitles[standing].zh,
      expected === undefined ? '' : `± ${expected}`,
      sparklineOf(model, of.name, column),
    ]),
  });
}

/** Of noisy counts, which are public. */
function sparklineOf(model: FittedModel | undefined, name: string, column: string): Html | string {
  const planned = model?.plan.tables.find((one) => one.model.table === name)?.model;
  const at = planned?.attributes.findIndex(({ origin }) => origin.kind === 'own' && origin.column === column) ?? -1;
  const mass = model?.tables.find((one) => one.table === name)?.attributes[at]?.mass;
  return mass ? sparkline(mass, `distribution of ${column}`) : '';
}

const pairTitles = {
  fitted: 'fitted: measured together',
  modelled: 'modelled: follows from what was measured',
  declared: 'declared: a rule of the catalog',
} as const satisfies Record<PairStanding, string>;

function pairs({ pairs: all }: FidelityStatement): Html {
  const ordered = all.toSorted((a, b) => (a.expected ?? 2) - (b.expected ?? 2));
  return html`${table({
      caption: 'Pairs of columns that belong together here as they do in the real rows',
      head: ['column', 'column', 'standing', 'expected error'],
      rows: ordered.map(({ columns: [a, b], standing, expected }) => [
        html`<code>${a}</code>`,
        html`<code>${b}</code>`,
        pairTitles[standing],
        expected === undefined ? '' : `± ${expected}`,
      ]),
    })}
    <p>
      <strong>Every other pair is independent here</strong> <span lang="zh">(其余各列相互独立)</span>: whatever relation
      you see between them is an accident. <code>#table</code> is the number of rows of that table.
    </p>`;
}
