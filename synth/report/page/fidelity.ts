/** How near drawn rows came: cards, columns, pairs, prediction. */
import type { ColumnReport, Figure, PairReport, Prediction, Subsample, TableReport } from '../schema.ts';
import { barChart, heatMap } from './charts.ts';
import { markup, type Markup } from './markup.ts';
import { cards, heading, number, percent, references, table, type Card, type Title } from './parts.ts';

const charted = 12;
const mapped = 60;

export function scoreCards({ scores, subsample }: TableReport): Markup {
  const { kMarginal } = scores;
  const shown: readonly Card[] = [
    ...(kMarginal && subsample ? [marginalCard(kMarginal, subsample)] : []),
    ...cardOf({ en: 'Accuracy (mostlyai)', zh: '准确度' }, scores.accuracy),
    ...cardOf({ en: 'SDMetrics quality, all pairs', zh: '质量分（全部列对）' }, scores.qualityAll),
    ...cardOf({ en: 'SDMetrics quality, strongly related pairs', zh: '质量分（强相关列对）' }, scores.qualityRelated),
  ];
  return markup`${heading({ en: 'Scores', zh: '总分' })}${cards(shown)}${otherScores(scores)}`;
}

function cardOf(title: Title, figure: Figure | null): readonly Card[] {
  return figure ? [{ title, value: number(figure.value), beside: references(figure) }] : [];
}

function marginalCard(figure: Figure, subsample: Subsample): Card {
  const title = { en: 'NIST k-marginal, 0 to 1000', zh: 'k 维边际分' };
  return { title, value: number(figure.value, 0), beside: references(figure, 0), more: subsampleSentence(subsample) };
}

export function subsampleSentence({ percent: part, bound }: Subsample): string {
  const size =
    bound === 'about' ? `a ${number(part, part < 10 ? 1 : 0)} %` : `${boundWord[bound]} ${number(part, 0)} %`;
  return `Equals ${size} random subsample of the train rows.`;
}

const boundWord = { below: 'less than a', above: 'more than a' } as const;

function otherScores(scores: TableReport['scores']): Markup {
  const named: readonly (readonly [string, Figure | null])[] = [
    ['Column shapes (KSComplement, TVComplement), mean', scores.columnShapes],
    ['1 − total variation of pairs over 10 bins, mean', scores.pairSimilarity],
    ['Pair trends (SDMetrics), all pairs', scores.pairTrendsAll],
    ['Pair trends (SDMetrics), strongly related pairs: |r| > 0.5 or V > 0.3', scores.pairTrendsRelated],
    ['Pair trends between the parent’s attributes and the table’s own', scores.interTable],
    ['Mean difference of correlations (0 is best)', scores.correlationDifference],
  ];
  const rows = named.flatMap(([name, figure]) => (figure ? [[name, ...figureCells(figure)]] : []));
  return table('Means, 1 is best unless said', ['measure', 'drawn', 'same-size draw', 'holdout'], rows);
}

function figureCells({ value, resample, holdout }: Figure): readonly string[] {
  return [number(value), number(resample), holdout === null ? '–' : number(holdout)];
}

export function columnsSection({ columns }: TableReport): Markup {
  const worst = columns.toSorted((a, b) => a.similarity.value - b.similarity.value);
  const rest = worst.slice(charted).map(({ name, measure, similarity }) => [name, ...figureCells(similarity), measure]);
  return markup`${heading({ en: 'Columns, worst first', zh: '各列（由差到好）' })}
<p class="soft">Pale: train rows. Dark: drawn rows. 1 is best.</p><div class="charts">${worst.slice(0, charted).map(columnChart)}</div>${
    rest.length === 0 ? '' : table('Other columns', ['column', 'drawn', 'same-size draw', 'holdout', 'measure'], rest)
  }`;
}

function columnChart(column: ColumnReport): Markup {
  return markup`<figure><figcaption><strong>${column.name}</strong> ${number(column.similarity.value)} <span class="soft">${references(column.similarity)}</span></figcaption>${barChart(column.name, column.bars)}</figure>`;
}

export function pairsSection({ columns, pairs }: TableReport): Markup {
  if (pairs.length === 0) return markup``;
  const worst = pairs.toSorted((a, b) => a.similarity.value - b.similarity.value);
  const names = columns.map(({ name }) => name).filter(amongWorst(worst, columns.length));
  const most = Math.max(0.05, ...pairs.map(({ similarity }) => 1 - similarity.value));
  const rows = worst
    .slice(0, 10)
    .map(({ attributes, similarity, related }) => [
      attributes.join(' × '),
      ...figureCells(similarity),
      related ? 'yes' : 'no',
    ]);
  return markup`${heading({ en: 'Pairs', zh: '列对误差' })}
<p>Total variation of each pair, from white (0) to dark (${number(most)}). Above the diagonal drawn rows, below it a random draw of as many train rows: what is no darker than below cannot be improved.</p>
${heatMap(names, heatCells(names, pairs), most)}${table('The worst pairs, 1 is best', ['pair', 'drawn', 'same-size draw', 'holdout', 'strongly related'], rows)}`;
}

/** Where there are too many attributes for a picture, those of the worst pairs. */
function amongWorst(worst: readonly PairReport[], all: number): (name: string) => boolean {
  if (all <= mapped) return () => true;
  const kept = new Set<string>();
  for (const { attributes } of worst) for (const name of attributes) if (kept.size < mapped) kept.add(name);
  return (name) => kept.has(name);
}

function heatCells(names: readonly string[], pairs: readonly PairReport[]): Parameters<typeof heatMap>[1] {
  const places = new Map(names.map((name, at) => [name, at]));
  return pairs.flatMap(({ attributes: [a, b], similarity }) => {
    const [row, column] = [places.get(a), places.get(b)];
    if (row === undefined || column === undefined) return [];
    const [error, least] = [1 - similarity.value, 1 - similarity.resample];
    const title = `${a} × ${b}: ${number(error)}, same-size draw ${number(least)}`;
    return [
      { row, column, value: error, title },
      { row: column, column: row, value: least, title },
    ];
  });
}

export function usefulness({ propensity, predictions }: TableReport): Markup {
  const { pMSE, expected, ratio, specks, specksExpected } = propensity;
  const rows = [
    ['pMSE', number(pMSE, 5), number(expected, 5), `ratio ${number(ratio, 2)}`],
    ['SPECKS', number(specks), number(specksExpected), ''],
  ];
  return markup`${heading({ en: 'Can drawn rows be told from real ones?', zh: '能否区分仿真行与真实行' })}
${table('A decision tree of depth 6 (0 is best)', ['measure', 'drawn', 'expected of equal rows', ''], rows)}
${predictions.length === 0 ? '' : heading({ en: 'Trained on drawn rows, tested on real ones', zh: '仿真训练，真实检验（TSTR）' })}${predictions.map(predictionTable)}`;
}

function predictionTable({ attribute, positive, tested, majority, methods }: Prediction): Markup {
  const rows = [
    ...methods.map(({ method, drawn, real }) => [method, ...skillCells(drawn), ...skillCells(real)]),
    ['always the majority', ...skillCells(majority), ...skillCells(majority)],
  ];
  const head = ['method', 'drawn → real: accuracy', 'AUC', 'real → real: accuracy', 'AUC'];
  return table(`${attribute} is ${positive}: tested on ${tested} holdout rows`, head, rows);
}

function skillCells({ accuracy, auc }: Prediction['majority']): readonly string[] {
  return [percent(accuracy), number(auc)];
}
