/** T6 of the real side: what people are treated for, and what it costs, depends on age and sex. */
import type { Sql } from '../../sql.ts';
import { canary } from '../canaries.ts';
import { districts } from '../entries/domains.ts';
import { hospitals } from '../entries/medical-codes.ts';
import { type Draw } from './draw.ts';

/** A statement that makes the table `person`. Birth and sex are those that the identity number says. */
export function personTable(draw: Draw, count: number): Sql {
  const shares = Object.fromEntries(districts.values.map((district, k) => [district, 20 - k]));
  return `CREATE TEMP TABLE person AS SELECT j,
      CASE WHEN j = 0 THEN '${canary.insured}' ELSE 'P44' || lpad(CAST(fmix(j, 4401) AS VARCHAR), 10, '0') END AS person_id,
      id_no, CASE WHEN CAST(id_no[17:17] AS INTEGER) % 2 = 1 THEN '男' ELSE '女' END AS sex,
      CAST(strptime(id_no[7:14], '%Y%m%d') AS DATE) AS birth_date,
      ${draw.oneOf('j', 'person district', shares)} AS district_code,
      CASE WHEN ${draw.hash('j', 'insurance')} % 100 < 68 THEN '职工' ELSE '居民' END AS insurance_type
    FROM (SELECT j, CASE WHEN j = 0 THEN '${canary.insuredId}' ELSE v END AS id_no FROM person_id WHERE j < ${count})`;
}

const young = {
  'J06.9': 30,
  'K29.7': 12,
  'S52.5': 8,
  'A09.9': 10,
  O80: 14,
  'F32.9': 4,
  'N20.0': 5,
  'L20.9': 2,
  'K80.2': 4,
  'G40.9': 1.5,
  'H66.9': 1.5,
  'Q21.1': 1,
  'T14.9': 2,
};
const middle = {
  'K29.7': 14,
  I10: 12,
  'E11.9': 12,
  'M51.2': 12,
  'K80.2': 8,
  'J06.9': 14,
  'C50.9': 4,
  'B18.1': 5,
  'N20.0': 6,
  'D25.9': 1.5,
  'F41.1': 1.5,
  'L40.0': 1,
  'R50.9': 2,
};
const old = {
  I10: 20,
  'I63.9': 14,
  'I25.1': 14,
  'E11.9': 12,
  'J44.9': 8,
  'J18.9': 8,
  'C34.9': 6,
  'H25.9': 6,
  'M17.9': 6,
  'Q21.1': 0.2,
  'G47.0': 1.5,
  'N18.9': 2,
  'T14.9': 1,
  'Z51.1': 2,
};

export function settlements(draw: Draw, { rows, persons }: { rows: number; persons: number }): Sql {
  const costly = `CASE dx_code[1:1] WHEN 'C' THEN 52000 WHEN 'I' THEN 21000 WHEN 'M' THEN 18000 WHEN 'S' THEN 15000 ELSE 7000 END`;
  const u = draw.share('i', 'cost');
  const hospital = Object.fromEntries(hospitals.values.map((code, k) => [code, k < 4 ? 20 : 2]));
  return `WITH visits AS (
      -- Everybody once, then those with low numbers again and again.
      SELECT i, CASE WHEN i < ${persons} THEN i ELSE CAST(floor(${persons} * ${draw.share('i', 'who')} * ${draw.share('i', 'who')}) AS BIGINT) END AS j,
        DATE '2025-01-01' + CAST(${draw.hash('i', 'settled')} % 365 AS INTEGER) AS settled_on
      FROM numbers WHERE i < ${rows}),
    known AS (SELECT *, date_diff('year', birth_date, settled_on) AS age FROM visits JOIN person USING (j)),
    treated AS (SELECT *,
        CASE WHEN age < 40 THEN ${draw.oneOf('i', 'dx', young)} WHEN age < 60 THEN ${draw.oneOf('i', 'dx', middle)}
          ELSE ${draw.oneOf('i', 'dx', old)} END AS dx,
        CASE WHEN i = 0 OR ${draw.share('i', 'kind')} < 0.03 + 0.0012 * age THEN '住院'
          WHEN ${draw.share('i', 'kind')} > 0.85 AND age > 45 THEN '门慢' ELSE '门诊' END AS visit_type FROM known),
    coded AS (SELECT *, CASE WHEN sex = '男' AND dx IN ('O80', 'C50.9') THEN 'J06.9' ELSE dx END AS dx_code FROM treated),
    billed AS (SELECT *, CASE WHEN i = 0 THEN ${canary.costCny}::DECIMAL(12,2) ELSE CAST(CASE visit_type
        WHEN '住院' THEN ${costly} * (0.3 + 2.5 * ${u} * ${u} * ${u}) * (0.7 + age / 100.0)
        WHEN '门慢' THEN 120 + 400 * ${u} ELSE 40 + 500 * ${u} * ${u} END AS DECIMAL(12,2)) END AS total FROM coded),
    paid AS (SELECT *, CAST(total * CASE insurance_type WHEN '职工' THEN 0.8 ELSE 0.6 END AS DECIMAL(12,2)) AS fund FROM billed)
    SELECT CASE WHEN i = 0 THEN '${canary.settlement}' ELSE 'JS2025' || lpad(CAST(i AS VARCHAR), 9, '0') END AS settlement_id,
      person_id, id_no, sex, birth_date, district_code, insurance_type,
      ${draw.oneOf('i', 'hospital', hospital)} AS hospital_code,
      CASE WHEN visit_type = '住院' THEN '三级' WHEN ${draw.hash('i', 'level')} % 2 = 0 THEN '一级' ELSE '二级' END AS hospital_level,
      visit_type, dx_code, settled_on, total AS total_cny, fund AS fund_paid_cny, total - fund AS self_paid_cny
    FROM paid ORDER BY i`;
}
