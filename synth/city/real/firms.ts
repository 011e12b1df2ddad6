/**
 * The firms and what is hidden in them: a risk, a growth and a usual consumption, from which all five enterprise tables are
 * drawn. So arrears, bad tax grades and penalties come together, and so do growing staff and growing consumption.
 */
import { brandCharacters, companyCategories, givenNames, legalForms, surnames } from '../../dictionaries.ts';
import { type Sql, literal } from '../../sql.ts';
import { canary } from '../canaries.ts';
import { cellWeights, dominatedCells, loneIndustries } from './cells.ts';
import { type Draw, word } from './draw.ts';

/** The first firm is the canary: the only one of its industry. */
export const canaryFirm = 0;

const bands = { '1-9': 40, '10-49': 34, '50-99': 14, '100-299': 9, '300+': 3 } as const;
const bandStart = { '1-9': 2, '10-49': 10, '50-99': 50, '100-299': 100, '300+': 300 } as const;
const bandWidth = { '1-9': 8, '10-49': 40, '50-99': 50, '100-299': 200, '300+': 900 } as const;

/** A statement that makes the table `firm`; needs `numbers` and the identities `firm_uscc` and `firm_id`. */
export function firmTable(draw: Draw, count: number): Sql {
  const fixed = [...loneIndustries, ...dominatedCells];
  const fixedCells = fixed.map(({ industry, district }, j) => `WHEN ${j} THEN '${district}${industry}'`).join(' ');
  const firstDominating = loneIndustries.length;
  const isDominating = `j BETWEEN ${firstDominating} AND ${fixed.length - 1}`;
  const perStaff = `CASE industry WHEN 'C' THEN 22 WHEN 'D' THEN 60 WHEN 'H' THEN 9 WHEN 'I' THEN 7 ELSE 5 END`;
  return `CREATE TEMP TABLE firm AS
    WITH placed AS (
      SELECT i AS j,
        CASE i ${fixedCells} ELSE ${draw.oneOf('i', 'cell', cellWeights())} END AS cell,
        CASE WHEN i < ${fixed.length} THEN '100-299' ELSE ${draw.oneOf('i', 'band', bands)} END AS band,
        ${draw.share('i', 'risk')} AS luck
      FROM numbers WHERE i < ${count}),
    drawn AS (
      SELECT j, cell[1:6] AS district, cell[7:7] AS industry, band,
        least(0.999, luck + CASE cell[7:7] WHEN 'E' THEN 0.06 WHEN 'H' THEN 0.1 WHEN 'F' THEN 0.02 ELSE -0.02 END) AS risk,
        ${byBand(bandStart)} + ${draw.hash('j', 'staff')} % ${byBand(bandWidth)} AS staff
      FROM placed),
    grown AS (
      SELECT *, round(0.55 * ${draw.share('j', 'growth')} - 0.45 * risk + 0.1, 4) AS growth,
        round(staff * ${perStaff} * (0.4 + 1.2 * ${draw.share('j', 'kwh')}))::BIGINT + 1 AS own_kwh
      FROM drawn),
    -- Sums of whole numbers: sums of fractions would depend on the order in which threads finish.
    cells AS (SELECT district, industry, sum(own_kwh)::BIGINT AS cell_kwh FROM grown GROUP BY ALL)
    SELECT grown.*, ${uscc()} AS uscc,
      CASE WHEN ${isDominating} THEN least(600000, 11 * (cell_kwh - own_kwh) + 1000) ELSE own_kwh END AS base_kwh,
      ${names(draw)} AS ent_name,
      CASE WHEN j = ${canaryFirm} THEN '${canary.representative}' ELSE ${person(draw)} END AS legal_rep_name,
      CASE WHEN j = ${canaryFirm} THEN '${canary.representativeId}' ELSE firm_id.v END AS legal_rep_id_no
    FROM grown JOIN cells USING (district, industry) JOIN firm_uscc USING (j) JOIN firm_id USING (j)`;
}

function byBand(values: Readonly<Record<keyof typeof bands, number>>): Sql {
  const cases = Object.entries(values).map(([band, value]) => `WHEN '${band}' THEN ${value}`);
  return `CASE band ${cases.join(' ')} END`;
}

function uscc(): Sql {
  return `CASE WHEN j = ${canaryFirm} THEN '${canary.uscc}' ELSE firm_uscc.v END`;
}

function names(draw: Draw): Sql {
  const parts = [brandCharacters, brandCharacters, companyCategories, legalForms].map((words, k) =>
    word(draw.hash('j', `name ${k}`), words),
  );
  // The number keeps names apart.
  return `CASE WHEN j = ${canaryFirm} THEN ${literal(canary.enterprise)} ELSE '羊城' || ${parts.join(' || ')} || (100 + j) END`;
}

function person(draw: Draw): Sql {
  return `${word(draw.hash('j', 'surname'), surnames)} || ${word(draw.hash('j', 'given name'), givenNames)}`;
}
