/** Texts, programs and trainings that are accepted or refused, for comparing one place that judges them with another. */
import { scenarios } from '#synth/city/scenarios.ts';
import { codeExamples } from '#gateway/cli/code-examples.ts';
import type { Json } from '#gateway/client.ts';
import { attacks } from '../attacks/statements.ts';
import { packed } from '../fixtures/packed.ts';

export interface Question extends Json {
  readonly sql: string;
}

const firms = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL ORDER BY ALL';
export const persons =
  'SELECT sex, count(DISTINCT person_id) AS persons FROM medical_settlement GROUP BY ALL ORDER BY ALL';
const oneRowEach = `SELECT t.uscc, s.insured_count AS insured, (t.credit_grade IN ('A', 'B'))::INT AS good
  FROM tax_credit_annual t JOIN social_insurance_monthly s ON s.uscc = t.uscc AND s.period = 202412
  WHERE t.tax_year = 2024`;

/** The cheapest refused text of each code and some more, without the very long ones. */
function refusedTexts(): readonly Question[] {
  const short = attacks.filter(([sql]) => sql.length < 400);
  const every = Math.max(1, Math.floor(short.length / 24));
  return short.filter((_, at) => at % every === 0).map(([sql]) => ({ sql }));
}

/** Judged from their texts alone. */
export async function judgedTexts(): Promise<readonly Question[]> {
  const examples = Object.values(codeExamples).flatMap(({ refused, instead }) => [
    refused,
    ...(instead ? [instead] : []),
  ]);
  return [
    ...examples.map((sql) => ({ sql })),
    ...refusedTexts(),
    ...(await askedTexts()),
    { sql: persons, lane: 'private', privacy: { epsilon: 0.5 } },
    { sql: 'SELECT sex,\n  id_no AS 证件 FROM medical_settlement', lane: 'private' },
    { sql: 'SELECT min(total_cny) FROM medical_settlement', lane: 'private' },
    { sql: firms, release: { profile: 'standard', treatment: 'no such' } },
    { sql: firms, train: { kind: 'linear', target: 'firms', features: [] } },
    { sql: '' },
  ];
}

/** Asked of simulation data too. Noise is drawn anew each time, so that none of these has any. */
export async function askedTexts(): Promise<readonly Question[]> {
  const share = await packed<'tables'>(
    `export default (input, output) => {
      output.rows[0] = input.count;
      input.columns.firms.forEach((count, at) => { output.share[at] = count / 3; });
    };`,
    { mode: 'tables', table: { columns: [{ kind: 'number', name: 'share', digits: 2 }], maxRows: 50 } },
  );
  return [
    { sql: firms },
    { sql: firms, release: { profile: 'standard', treatment: 'round', base: 5 } },
    { sql: scenarios.S1a.sql },
    { sql: scenarios.S4.sql },
    { sql: firms.replace('count(DISTINCT uscc) AS firms', 'uscc') },
    { sql: 'SELECT count(*) FROM nothing_of_this' },
    {
      sql: 'SELECT industry_code, count(DISTINCT uscc) AS n FROM ent_registration GROUP BY ROLLUP (industry_code) ORDER BY 1',
    },
    {
      sql: 'SELECT count(DISTINCT uscc) AS n FROM ent_registration WHERE district_code = $d',
      parameters: [{ name: 'd', value: '440106' }],
    },
    { sql: firms, script: share },
    { sql: firms.replace(' AS firms', ' AS others'), script: share },
    {
      sql: oneRowEach,
      train: {
        kind: 'logistic',
        target: 'good',
        features: [{ name: 'insured', kind: 'number', bounds: { lo: 0, hi: 200 } }],
      },
    },
  ];
}
