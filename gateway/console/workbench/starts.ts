/** What an empty program editor begins with: the smallest program that says something. */
import type { Asked } from './asked.ts';

const sql = `-- One row for each district; the program sees what may be shown of it.
SELECT district_code AS district, count(DISTINCT uscc) AS firms
FROM ent_registration
GROUP BY ALL`;

const source = `import type { Input, Output } from 'sluice';

/** Each district with its share of all firms. A cell that was hidden is NaN, and nothing is guessed in its place. */
export default function main(
  input: Input<'district' | 'firms'>,
  output: Output<'rows' | 'district' | 'share'>,
): void {
  const { district, firms } = input.columns;
  const total = firms.reduce((sum, many) => sum + (Number.isNaN(many) ? 0 : many), 0);
  let row = 0;
  for (let at = 0; at < input.count; at++) {
    if (Number.isNaN(firms[at])) continue;
    output.district[row] = district[at];
    output.share[row] = firms[at] / total;
    row++;
  }
  output.rows[0] = row;
  console.log(row + ' of ' + input.count + ' districts are shown');
}
`;

const manifest = `{
  "title": "Shares of districts",
  "mode": "tables",
  "entry": "main.ts",
  "input": { "name": "districts", "sql": "query.sql" },
  "table": {
    "columns": [
      { "kind": "text", "name": "district", "from": "district" },
      { "kind": "number", "name": "share", "digits": 3 }
    ],
    "maxRows": 50
  }
}
`;

export function startingWith(asked: Asked): Asked {
  const isEmpty = asked.mode === 'program' && asked.source === '' && asked.manifest === '';
  return isEmpty ? { ...asked, source, manifest, sql: asked.sql === '' ? sql : asked.sql } : asked;
}
