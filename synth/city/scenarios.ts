/**
 * The five scenarios of the demonstration, as a vendor writes them, and the queries that a vendor tries next and that are refused.
 *
 * @see demo.md §12
 */
import type { Title } from '#policies/catalog/entry.ts';
import type { RefusalCode } from '#policies/refusal.ts';

export type ScenarioName = 'S1a' | 'S2' | 'S3' | 'S4' | 'S5';

export interface Scenario {
  readonly title: Title;
  readonly sql: string;
}

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  S1a: {
    title: { zh: '普惠金融：行业与规模分段指标', en: 'Inclusive finance: segment metrics of small firms' },
    sql: `WITH si AS (
  SELECT uscc,
         max(CASE WHEN period=202412 THEN insured_count END) * 1.0
           / nullif(max(CASE WHEN period=202401 THEN insured_count END),0) AS staff_growth,
         max(arrears_months) AS arrears
  FROM social_insurance_monthly WHERE period BETWEEN 202401 AND 202412 GROUP BY uscc),
pen AS (SELECT uscc, count(*) AS n FROM admin_penalty
        WHERE is_public AND decided_on >= DATE '2024-01-01' GROUP BY uscc)
SELECT e.industry_code, e.staff_size_band,
       count(DISTINCT e.uscc)                           AS n_ent,
       round(avg(si.staff_growth),3)                    AS avg_staff_growth,
       round(avg((t.credit_grade IN ('A','B'))::INT),3) AS good_tax_rate,
       round(avg((coalesce(pen.n,0) > 0)::INT),3)       AS penalised_rate,
       round(avg((si.arrears >= 3)::INT),3)             AS arrears_rate
FROM ent_registration e
JOIN si USING (uscc)
JOIN tax_credit_annual t ON t.uscc = e.uscc AND t.tax_year = 2024
LEFT JOIN pen ON pen.uscc = e.uscc
WHERE e.reg_status = '存续'
GROUP BY ALL HAVING count(DISTINCT e.uscc) >= 20 ORDER BY 1,2`,
  },
  S2: {
    title: { zh: '商保核保：住院病种与费用表', en: 'Commercial health insurance: morbidity and cost' },
    sql: `WITH p AS (
  SELECT person_id, sex,
         CASE WHEN age < 40 THEN '<40' WHEN age < 50 THEN '40-49'
              WHEN age < 60 THEN '50-59' ELSE '60+' END AS age_band,
         left(dx_code,1) AS dx_chapter, visit_type, total_cny
  FROM (SELECT *, date_diff('year', birth_date, settled_on) AS age FROM medical_settlement)
  WHERE visit_type = '住院')
SELECT sex, age_band, dx_chapter,
       count(DISTINCT person_id) AS n_person, count(*) AS n_admission,
       round(avg(least(total_cny,200000)),0) AS avg_cost_topcoded,
       round(quantile_cont(least(total_cny,200000),0.5),0) AS median_cost
FROM p GROUP BY ALL HAVING count(DISTINCT person_id) >= 20 ORDER BY ALL`,
  },
  S3: {
    title: { zh: '公交规划：站点间出行表', en: 'Transit planning: trips between stops' },
    sql: `SELECT line_code, board_stop, alight_stop,
       CASE WHEN dayofweek(board_at) IN (0,6) THEN 'weekend' ELSE 'weekday' END AS day_type,
       CASE WHEN hour(board_at) BETWEEN 7 AND 9 THEN 'am_peak'
            WHEN hour(board_at) BETWEEN 17 AND 19 THEN 'pm_peak' ELSE 'off_peak' END AS slot,
       5 * round(count(*) / 5.0)::INT AS trips_r5,
       count(DISTINCT card_token)     AS n_card,
       round(avg(date_diff('minute', board_at, alight_at)),1) AS avg_min
FROM transit_trip GROUP BY ALL HAVING count(DISTINCT card_token) >= 10 ORDER BY trips_r5 DESC LIMIT 500`,
  },
  S4: {
    title: { zh: '用电复工指数', en: 'Electricity index of business resumption' },
    sql: `WITH base AS (SELECT uscc, district_code, industry_code, sum(kwh) AS kwh0 FROM power_usage_daily
              WHERE usage_date = DATE '2024-02-20' GROUP BY ALL),
cur AS (SELECT uscc, sum(kwh) AS kwh1 FROM power_usage_daily
        WHERE usage_date = DATE '2025-02-10' GROUP BY uscc),
j AS (SELECT b.*, coalesce(c.kwh1,0) AS kwh1, (coalesce(c.kwh1,0) >= 0.3*b.kwh0)::INT AS resumed
      FROM base b LEFT JOIN cur c USING (uscc))
SELECT district_code, industry_code, count(DISTINCT uscc) AS n_ent,
       round(100*avg(resumed),2) AS resumed_share,
       round(100*sum(CASE WHEN resumed=1 THEN kwh1 ELSE 0 END)/nullif(sum(kwh0),0),2) AS output_level,
       round(0.5*100*avg(resumed)
           + 0.5*100*sum(CASE WHEN resumed=1 THEN kwh1 ELSE 0 END)/nullif(sum(kwh0),0),2) AS resume_index
FROM j GROUP BY ALL HAVING count(DISTINCT uscc) >= 10 ORDER BY ALL`,
  },
  S5: {
    title: { zh: '气象指数保险：暴雨触发', en: 'Weather index insurance: rain trigger' },
    sql: `SELECT district_code, date_trunc('day', observed_at) AS d, round(sum(rain_mm),1) AS rain_24h,
       max(gust_ms) AS gust_max, (sum(rain_mm) >= 50)::INT AS trigger_50mm
FROM weather_station_hourly GROUP BY ALL ORDER BY ALL`,
  },
};

/** What a vendor tries after a scenario. */
export interface Negative {
  readonly of: ScenarioName;
  readonly sql: string;
  /**
   * The code of the refusal; `none` where the table is released but k applies, and `grant` where every rule holds
   * and only the scope of the grant can refuse.
   */
  readonly code: RefusalCode | 'none' | 'grant';
  readonly why: string;
}

export const negatives: readonly Negative[] = [
  {
    of: 'S2',
    sql: `SELECT hospital_code, count(DISTINCT person_id) AS n_person FROM medical_settlement GROUP BY ALL`,
    code: 'E_COLUMN_RULE',
    why: 'a hospital may filter, but is not a group key',
  },
  {
    of: 'S2',
    sql: `SELECT dx_code, count(DISTINCT person_id) AS n_person FROM medical_settlement GROUP BY ALL`,
    code: 'E_COLUMN_RULE',
    why: 'a diagnosis is a group key by its chapter only',
  },
  {
    of: 'S2',
    sql: `SELECT sum(total_cny) AS total FROM medical_settlement WHERE settlement_id = 'JS2025000000042'`,
    code: 'E_COLUMN_RULE',
    why: 'one claim by its number: such columns do not exist for a vendor',
  },
  {
    of: 'S2',
    sql: `SELECT sex, visit_type FROM medical_settlement`,
    code: 'E_NO_AGGREGATE',
    why: 'rows of persons do not leave',
  },
  {
    of: 'S5',
    sql: `SELECT w.d, count(DISTINCT p.uscc) AS n_ent, round(sum(p.kwh), 0) AS kwh, round(avg(w.rain_24h), 1) AS rain_24h
FROM power_usage_daily p
JOIN (SELECT district_code, date_trunc('day', observed_at) AS d, sum(rain_mm) AS rain_24h
      FROM weather_station_hourly GROUP BY ALL) w
  ON w.district_code = p.district_code AND w.d = p.usage_date
WHERE p.industry_code = 'B' GROUP BY ALL ORDER BY ALL`,
    code: 'none',
    why: 'beside a protected table the open exception ends and k applies',
  },
  {
    of: 'S2',
    sql: `SELECT hospital_level, count(DISTINCT person_id) AS n_person, count(*) AS n_admission
FROM medical_settlement WHERE visit_type = '住院' GROUP BY ALL ORDER BY ALL`,
    code: 'grant',
    why: 'hospital_level is a legal group key, but the scenario did not apply for it',
  },
];
