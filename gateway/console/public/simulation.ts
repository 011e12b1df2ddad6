/** Simulation data as people read it: which tables are made how, which models there are, and of each table what not to believe. */
import { html } from 'hono/html';
import type { Table, Title } from '#policies/catalog/entry.ts';
import { epsilonOf } from '#policies/privacy/accountant.ts';
import { statedDelta } from '#policies/privacy/settings.ts';
import { fitTable } from '#policies/procedure/fit-table.ts';
import { fidelityOf, type FidelityStatement, type PairStanding } from '#policies/simulation/fidelity.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { nanoRho } from '#policies/units.ts';
import { standingTitles } from '#synth/deliver/dictionary.ts';
import { loadAll } from '../../load.ts';
import type { Office } from '../../office.ts';
import { modelOf, modelsNow } from '../../simulation/fidelity.ts';
import { publishedEntries } from '../../simulation/refresh.ts';
import { sparkline } from './chart.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';

/** The body of the page of the stage. */
export function simulationPage(view: View, office: Office): Html {
  return html`<p>
      ${view.t({
        zh: '仿真数据不是任何人的记录:0 级仅由目录生成,1 级由加噪拟合真实数据得到的模型抽取。判定它的是同一引擎、同一规则,同一程序在两边都能运行。',
        en: 'Nobody’s rows: simulation data is made from the catalog alone (level 0), or drawn from a model that was fitted to the real rows with noise (level 1). The same engine and the same rules judge it, and the same program runs on either side.',
      })}
    </p>
    <pre>curl -s $URL/api/v1/simulate/query -H "authorization: Bearer $TOKEN" -d '{"sql": "SELECT …"}'</pre>
    <p>
      ${view.t({
        zh: '差分隐私通道的回答带有噪声并有价格:预测会给出两者,且不花费预算。',
        en: 'In the private lane the answer has noise, and a price: the forecast tells both, and nothing is spent.',
      })}
      <a href="/budgets">${view.t({ zh: '预算余额', en: 'What is left of the budgets' })}</a>
    </p>
    <pre>… -d '{"sql": "SELECT …", "lane": "private", "privacy": {"epsilon": 1}}'</pre>
    <p>
      ${view.t({
        zh: '其他种子与规模、脏数据、满足某查询的行,格式为 Parquet、Arrow、CSV 或 DuckDB:',
        en: 'Other seeds and sizes, dirty rows, rows that a query finds, as Parquet, Arrow, CSV or DuckDB:',
      })}
    </p>
    <pre>
… /simulate/sets -d '{"seed": 11, "format": "parquet", "dirty": "declared", "query": {"sql": "SELECT …"}}'</pre>
    ${tables(view, office)} ${fits(view, office)}`;
}

function tables(view: View, office: Office): Html {
  const models = modelsNow(office);
  const rows = publishedEntries(office).flatMap((entry) =>
    entry.tables.map((item) => {
      const level = modelOf(models, item.name)
        ? { zh: '1 级,拟合', en: 'level 1, fitted' }
        : { zh: '0 级,仅由目录', en: 'level 0, from the catalog' };
      return [html`<a href="/simulate/${item.name}">${item.name}</a>`, view.t(item.title), view.t(level)];
    }),
  );
  return table(view, {
    caption: view.t({ zh: '有仿真数据的表', en: 'Tables with simulation data' }),
    head: [
      view.t({ zh: '表', en: 'table' }),
      view.t({ zh: '名称', en: 'title' }),
      view.t({ zh: '生成方式', en: 'made' }),
    ],
    rows,
  });
}

function fits(view: View, { record }: Office): Html {
  return table(view, {
    caption: view.t({ zh: '仿真模型拟合', en: 'Fits of simulation data' }),
    head: [
      view.t({ zh: '编号', en: 'fit' }),
      view.t({ zh: '状态', en: 'state' }),
      view.t({ zh: '目录条目', en: 'entries' }),
      view.t({ zh: 'ε 申请', en: 'ε asked' }),
      view.t({ zh: 'ε 花费', en: 'ε spent' }),
      view.t({ zh: '模型', en: 'model' }),
    ],
    numbers: [3, 4],
    rows: loadAll(record.read, 'fit').map(({ id, state, order, result }) => [
      id,
      view.t(fitTable.states[state]),
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
export function fidelityPage(view: View, office: Office, name: string): Html | undefined {
  const found = publishedEntries(office)
    .flatMap((entry) => entry.tables)
    .find((item) => item.name === name);
  if (!found) return undefined;
  const model = modelOf(modelsNow(office), name);
  const statement = fidelityOf(found, model);
  return html`${verdict(view, statement, model)} ${columns(view, { of: found, statement, model })}
    ${pairs(view, statement)}
    <p>${view.t({ zh: '预览:', en: 'Preview:' })} <code>GET /api/v1/simulate/preview/${name}?rows=50</code></p>`;
}

function verdict(view: View, { level }: FidelityStatement, model: FittedModel | undefined): Html {
  if (level === 0 || !model)
    return html`<p>
      ${view.t({
        zh: '0 级:类型、键、取值范围与已声明的规则成立。',
        en: 'Level 0: types, keys, value domains and declared rules hold.',
      })}
      <strong>${view.t({ zh: '分布与关联均为编造', en: 'Frequencies and relations are invented' })}</strong>${view.t({
        zh: '。',
        en: '.',
      })}
    </p>`;
  return html`<p>
      ${view.t({
        zh: '1 级:由差分隐私模型抽取。下列数字是噪声本身造成的平均误差(0 至 1),由噪声推出,不由数据得出。',
        en: 'Level 1: drawn from a differentially private model. A figure below is the error that the noise alone makes in the mean, from 0 to 1: it follows from the noise, not from the rows.',
      })}
      <code>${model.method}</code>
    </p>
    ${model.score ? html`<p>${scored(view, model.score)}</p>` : ''}`;
}

function scored(view: View, { meanPairError, sigma }: NonNullable<FittedModel['score']>): string {
  const figure = `${meanPairError.toFixed(3)} ± ${sigma.toFixed(3)}`;
  return view.t({
    zh: `就全部列对而言,模型与真实数据的总变差约为 ${figure};该数字自身带有噪声,且已付费。`,
    en: `Over all pairs of columns, model and real rows differ by about ${figure} of total variation; that figure has noise of its own and was paid for.`,
  });
}

interface Modelled {
  readonly of: Table;
  readonly statement: FidelityStatement;
  readonly model: FittedModel | undefined;
}

function columns(view: View, { of, statement, model }: Modelled): Html {
  return table(view, {
    caption: view.t({ zh: '各列', en: 'Columns' }),
    head: [
      view.t({ zh: '列', en: 'column' }),
      view.t({ zh: '名称', en: 'title' }),
      view.t({ zh: '可信度', en: 'standing' }),
      view.t({ zh: '预期误差', en: 'expected error' }),
      view.t({ zh: '模型中的分布', en: 'as the model has it' }),
    ],
    rows: statement.columns.map(({ column, standing, expected }, at) => {
      const title = of.columns[at]?.title ?? { zh: column, en: column };
      return [
        html`<code>${column}</code>`,
        view.t(title),
        view.t(standingTitles[standing]),
        expected === undefined ? '' : `± ${expected}`,
        sparklineOf(model, { table: of.name, column, label: view.t({ zh: '分布', en: 'distribution' }) }),
      ];
    }),
  });
}

interface Drawn {
  readonly table: string;
  readonly column: string;
  readonly label: string;
}

/** Of noisy counts, which are public. */
function sparklineOf(model: FittedModel | undefined, { table: name, column, label }: Drawn): Html | string {
  const planned = model?.plan.tables.find((one) => one.model.table === name)?.model;
  const at = planned?.attributes.findIndex(({ origin }) => origin.kind === 'own' && origin.column === column) ?? -1;
  const mass = model?.tables.find((one) => one.table === name)?.attributes[at]?.mass;
  return mass ? sparkline(mass, `${label} ${column}`) : '';
}

const pairTitles = {
  fitted: { zh: '拟合:一起测得', en: 'fitted: measured together' },
  modelled: { zh: '推出:由所测得出', en: 'modelled: follows from what was measured' },
  declared: { zh: '声明:目录中的规则', en: 'declared: a rule of the catalog' },
} as const satisfies Record<PairStanding, Title>;

function pairs(view: View, { pairs: all }: FidelityStatement): Html {
  const ordered = all.toSorted((a, b) => (a.expected ?? 2) - (b.expected ?? 2));
  const column = view.t({ zh: '列', en: 'column' });
  return html`${table(view, {
      caption: view.t({
        zh: '与真实数据关系一致的列对',
        en: 'Pairs of columns that belong together here as they do in the real rows',
      }),
      head: [column, column, view.t({ zh: '来历', en: 'standing' }), view.t({ zh: '预期误差', en: 'expected error' })],
      rows: ordered.map(({ columns: [a, b], standing, expected }) => [
        html`<code>${a}</code>`,
        html`<code>${b}</code>`,
        view.t(pairTitles[standing]),
        expected === undefined ? '' : `± ${expected}`,
      ]),
    })}
    <p>
      <strong>${view.t({ zh: '其余各列相互独立', en: 'Every other pair is independent here' })}</strong>${view.t({
        zh: ':其间所见的任何关联都是偶然。',
        en: ': whatever relation you see between them is an accident.',
      })} <code>#table</code> ${view.t({ zh: '指该表的行数。', en: 'is the number of rows of that table.' })}
    </p>`;
}
