/** T1 to T4 of the real side, drawn from the hidden features of `firm`. Columns are named and ordered as in the catalog. */
import type { Sql } from '../../sql.ts';
import { canary } from '../canaries.ts';
import { type Draw } from './draw.ts';
import { canaryFirm } from './firms.ts';

/** Firms above this risk fall behind with their contributions. */
const troubled = 0.86;

export function registration(draw: Draw): Sql {
  const types = { 有限责任公司: 74, 股份有限公司: 5, 个人独资企业: 12, 合伙企业: 4, 外商投资企业: 5 };
  return `SELECT uscc, ent_name, legal_rep_name, legal_rep_id_no,
      ${draw.oneOf('j', 'type', types)} AS ent_type, industry AS industry_code,
      CASE WHEN j = ${canaryFirm} THEN ${canary.capitalWan}
        ELSE 10 + round(staff * 12 * ${draw.share('j', 'capital')}) END AS reg_capital_wan,
      DATE '2023-12-31' - CAST(floor(12000 * pow2) AS INTEGER) AS established_on, district AS district_code,
      CASE WHEN risk > 0.97 THEN '吊销' WHEN risk > 0.93 THEN '注销' ELSE '存续' END AS reg_status,
      band AS staff_size_band,
      TIMESTAMP '2024-06-01 09:00:00' + to_minutes(${draw.hash('j', 'updated')} % 500000) AS updated_at
    FROM (SELECT *, ${draw.share('j', 'age')} * ${draw.share('j', 'age')} AS pow2 FROM firm) ORDER BY j`;
}

export function contributions(draw: Draw): Sql {
  const counter = '(j * 24 + m)';
  const arrears = `CASE WHEN risk > ${troubled} AND m >= fallen THEN least(m - fallen + 1, 12) ELSE 0 END`;
  return `WITH months AS (SELECT firm.*, i AS m, ${draw.hash('j', 'fallen')} % 16 AS fallen
      FROM firm, numbers WHERE i < 24),
    counted AS (SELECT *, ${arrears} AS arrears,
        greatest(1, round(staff * (1 + growth * m / 23) * (0.98 + 0.04 * ${draw.share(counter, 'insured')}))) AS insured
      FROM months),
    billed AS (SELECT *, round(insured * (900 + 500 * ${draw.share('j', 'wage')}), 2) AS payable FROM counted)
    SELECT uscc, (2024 + m // 12) * 100 + m % 12 + 1 AS period, district AS district_code, insured AS insured_count,
      CASE WHEN ${isCanaryMonth} THEN ${canary.contributionsCny} ELSE payable END AS payable_cny,
      CASE WHEN ${isCanaryMonth} THEN ${canary.contributionsCny}
        WHEN arrears > 0 THEN round(payable * 0.4 * ${draw.share(counter, 'paid')}, 2) ELSE payable END AS paid_cny,
      arrears AS arrears_months, round(least(payable * 0.015 * arrears, 999999), 2) AS late_fee_cny
    FROM billed ORDER BY m, j`;
}

const isCanaryMonth = `j = ${canaryFirm} AND m = 11`;

export function taxCredit(draw: Draw): Sql {
  const counter = '(j * 3 + y)';
  return `WITH years AS (SELECT firm.*, i AS y FROM firm, numbers WHERE i < 3),
    scored AS (SELECT *, risk + 0.16 * (${draw.share(counter, 'score')} - 0.5) AS score,
        round(staff * 90000.0 * (0.5 + ${draw.share('j', 'sales')}) * (1 + growth * y / 2), 2) AS sales FROM years)
    SELECT uscc, 2022 + y AS tax_year,
      CASE WHEN score < 0.22 THEN 'A' WHEN score < 0.66 THEN 'B' WHEN score < 0.82 THEN 'M'
        WHEN score < 0.92 THEN 'C' ELSE 'D' END AS credit_grade,
      CASE WHEN j = ${canaryFirm} AND y = 2 THEN ${canary.salesCny} ELSE sales END AS vat_sales_cny,
      round(sales * (0.015 + 0.03 * ${draw.share(counter, 'tax')}), 2) AS tax_paid_cny,
      CASE WHEN score >= 0.82 THEN round(sales * 0.02 * ${draw.share(counter, 'owed')}, 2) ELSE 0 END AS arrears_cny,
      CAST(sales / 40000 AS INTEGER) + 1 AS invoice_count,
      CASE WHEN ${draw.hash(counter, 'unknown')} % 30 = 0 THEN NULL
        ELSE round(0.15 + 0.8 * ${draw.share(counter, 'top5')} / (1 + staff / 200), 4) END AS top5_customer_share
    FROM scored ORDER BY y, j`;
}

/** The riskiest firms are fined, some of them more than once. The canary firm is not: this table may be shown. */
export function penalties(draw: Draw, count: number): Sql {
  const fined = Math.max(1, Math.ceil(count * 0.7));
  const authorities = {
    市场监督管理局: 30,
    税务局: 28,
    生态环境局: 8,
    人力资源和社会保障局: 20,
    交通运输局: 6,
    应急管理局: 8,
  };
  const types = { 警告: 26, 罚款: 58, 没收违法所得: 9, 责令停产停业: 5, 吊销许可证件: 2 };
  return `WITH ranked AS (
      SELECT *, row_number() OVER (ORDER BY risk + 0.25 * ${draw.share('j', 'caught')} DESC, j) - 1 AS place
      FROM firm WHERE j <> ${canaryFirm}),
    cases AS (SELECT ranked.*, i AS n, DATE '2023-01-01' + CAST(${draw.hash('i', 'decided')} % 912 AS INTEGER) AS decided,
        ${draw.oneOf('i', 'penalty type', types)} AS type
      FROM numbers JOIN ranked ON place = i % ${fined} WHERE i < ${count})
    SELECT '穗罚〔' || year(decided) || '〕' || lpad(CAST(n + 1 AS VARCHAR), 5, '0') || '号' AS penalty_no, uscc,
      ${draw.oneOf('n', 'authority', authorities)} AS authority, type AS penalty_type,
      CASE WHEN type = '警告' THEN NULL
        ELSE 500 + 100 * floor(8000 * ${draw.share('n', 'fine')} * ${draw.share('n', 'fine')} * risk) END AS fine_cny,
      decided AS decided_on, CAST(decided + INTERVAL 3 YEAR AS DATE) AS publish_until,
      CASE WHEN n = 7 THEN '${canary.testimony}' ELSE legal_rep_name || '作为负责人，未按规定申报第' || n || '号事项' END
        AS fact_summary,
      ${draw.hash('n', 'public')} % 100 < 88 AS is_public
    FROM cases ORDER BY n`;
}
