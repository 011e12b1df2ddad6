/** The report as one page that needs nothing else: for the owner, on paper too. */
import { signsOfMembers } from '../privacy/verdict.ts';
import type { SimulationReport, TableReport } from '../schema.ts';
import { barChart } from './charts.ts';
import { columnsSection, pairsSection, scoreCards, usefulness } from './fidelity.ts';
import { markup, type Markup } from './markup.ts';
import { heading, number, table } from './parts.ts';
import { privacySection } from './privacy.ts';
import { style } from './style.ts';

export function reportPage(report: SimulationReport): string {
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Report on simulation data · Sluice 域闸</title><style>${{ markup: style }}</style></head>
<body><main><h1>Report on simulation data <span lang="zh">仿真数据质量与隐私报告</span></h1>
<p class="owner"><strong>For the data owner only.</strong> <span lang="zh">仅供数据提供方。</span> Everything here is computed from real rows exactly, and differential privacy says nothing about it. It must not leave the domain.</p>
${verdictStrip(report)}${report.tables.map(tableSection)}${emptyTables(report)}${relationsSection(report)}${validitySection(report)}${methodSection(report)}
</main></body></html>
`;
  return page.markup;
}

function verdictStrip(report: SimulationReport): Markup {
  const { epsilon, delta, rho, unit, modelHash, seed, method } = report.facts;
  const most = report.tables.map(({ table, rowsPerUnit }) => `${table} ${rowsPerUnit}`);
  const facts: readonly (readonly [string, string])[] = [
    ['ε', String(epsilon)],
    ['δ', delta.toExponential(1)],
    ['ρ', String(Number(rho.toPrecision(4)))],
    ['unit · 保护单位', unit],
    ['K, rows per unit · 每单位行数上限', most.join(', ')],
    ['model · 模型', modelHash],
    ['seed of the rows · 种子', String(seed)],
    ['method · 方法', method],
  ];
  const shown = facts.map(
    ([name, value]) => markup`<div class="${value.length > 20 ? 'long' : ''}"><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  return markup`${heading({ en: 'Guarantee', zh: '隐私保证' }, 2)}
<p>Whoever sees the model, and any number of rows drawn from it, learns about one ${unit} at most what (ε, δ) allows. Nothing below adds to this.</p>
<dl class="strip">${shown}</dl>${signsOf(report)}`;
}

function signsOf(report: SimulationReport): Markup {
  const signs = signsOfMembers(report);
  if (!report.tables.some(({ privacy }) => privacy))
    return markup`<p>Attacks were not tried: too few rows were held out.</p>`;
  if (signs.length === 0)
    return markup`<p>No attack below is above chance. <span lang="zh">各项攻击均未超出随机水平。</span></p>`;
  const named = signs.map(({ table: of, attack }) => markup`<li>${of}: ${attack}</li>`);
  return markup`<p class="alarm">Attacks are above chance: do not hand this model out before it is understood. <span lang="zh">部分攻击超出随机水平，查明前不得交付。</span></p><ul>${named}</ul>`;
}

function tableSection(report: TableReport): Markup {
  const { train, holdout, drawn } = report.rows;
  return markup`<section>${heading({ en: `Table ${report.table}`, zh: '数据表' }, 2)}
<p>${train} rows were fitted, ${holdout} held out, ${drawn} drawn. Beside each number: what as many rows drawn with replacement from the fitted ones would have, and what the held-out rows have (with the noise of their own number).</p>
${scoreCards(report)}${columnsSection(report)}${pairsSection(report)}${usefulness(report)}${privacySection(report)}</section>
`;
}

function emptyTables({ empty }: SimulationReport): Markup {
  return empty.length === 0 ? markup`` : markup`<p>Without rows to compare: ${empty.join(', ')}.</p>`;
}

function relationsSection({ relations }: SimulationReport): Markup {
  if (relations.length === 0) return markup``;
  const shown = relations.map(
    ({ parent, child, similarity, bars }) =>
      markup`<figure><figcaption><strong>${child} per ${parent}</strong> ${number(similarity.value)} <span class="soft">same-size draw ${number(similarity.resample)}</span></figcaption>${barChart(`${child} per ${parent}`, bars)}</figure>`,
  );
  return markup`${heading({ en: 'Relations: rows of a child per parent', zh: '表间关系：每个父行的子行数' }, 2)}
<p class="soft">CardinalityShapeSimilarity, 1 is best. Pale: train rows. Dark: drawn rows.</p><div class="charts">${shown}</div>`;
}

function validitySection({ validity }: SimulationReport): Markup {
  if (validity.length === 0) return markup``;
  const rows = validity.map(({ rule, checked, violations }) => [
    rule,
    String(checked),
    violations === 0 ? '0' : markup`<span class="alarm">${violations}</span>`,
  ]);
  return markup`${heading({ en: 'Validity: no violation is allowed', zh: '有效性' }, 2)}
${table('Rules of the catalog', ['rule', 'rows checked', 'violations'], rows)}`;
}

function methodSection({ facts, seed }: SimulationReport): Markup {
  return markup`${heading({ en: 'Method', zh: '方法' }, 2)}
<p>Rows are compared as the cells that the model knows (method ${facts.method}); two values of one cell are equal here. Random choices of this report follow from its seed ${seed}. Bins are made from the fitted rows: 10 of equal mass for pairs, 20 for k-marginal; the k-marginal of 30 attributes and more is over 200 random pairs. Distances are Gower’s: the difference of places between 0 and 1 for ordered attributes, 0 or 1 for codes, NULL unlike any value.</p>`;
}
