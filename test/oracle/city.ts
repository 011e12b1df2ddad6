/** The records behind each scenario, written anew in other SQL, and which statistics its columns are made of. */
import type { ScenarioName } from '#synth/city/scenarios.ts';
import type { Limits, Statistic } from './cells.ts';

export interface ScenarioOracle {
  /** Columns: the keys, then the unit, then one value per statistic. */
  readonly records: string;
  readonly keys: number;
  readonly statistics: readonly Statistic[];
  /** For each output column, in order: the statistics it is computed from; a key has none. */
  readonly columns: readonly (readonly number[])[];
  readonly limits: Limits;
  /** The units that HAVING asks for. */
  readonly having: number;
  /** Position of the output column that counts units. */
  readonly counts: number;
}

const distinct = { kind: 'distinct' } as const;
const avg = { kind: 'avg' } as const;
const sum = { kind: 'sum' } as const;
const share = { kind: 'proportion', lo: 0, hi: 1, missing: 'condition' } as const;

export const oracles: Readonly<Record<Exclude<ScenarioName, 'S5'>, ScenarioOracle>> = {
  S1a: {
    records: `SELECT e.industry_code, e.staff_size_band, e.uscc, e.uscc,
        (SELECT max(insured_count) FROM social_insurance_monthly s WHERE s.uscc = e.uscc AND period = 202412) * 1.0
          / (SELECT max(insured_count) FROM social_insurance_monthly s WHERE s.uscc = e.uscc AND period = 202401),
        CASE t.credit_grade WHEN 'A' THEN 1 WHEN 'B' THEN 1 ELSE 0 END,
        CASE WHEN e.uscc IN (SELECT uscc FROM admin_penalty WHERE is_public AND decided_on >= '2024-01-01') THEN 1 ELSE 0 END,
        (SELECT CASE WHEN max(arrears_months) >= 3 THEN 1 ELSE 0 END FROM social_insurance_monthly s
          WHERE s.uscc = e.uscc AND period // 100 = 2024)
      FROM ent_registration e, tax_credit_annual t
      WHERE t.uscc = e.uscc AND t.tax_year = 2024 AND e.reg_status = '存续'`,
    keys: 2,
    statistics: [distinct, avg, share, share, share],
    columns: [[], [], [0], [1], [2], [3], [4]],
    limits: { k: 10 },
    having: 20,
    counts: 2,
  },
  S2: {
    records: `SELECT sex, CASE WHEN years < 40 THEN '<40' WHEN years >= 60 THEN '60+' WHEN years >= 50 THEN '50-59' ELSE '40-49' END,
        dx_code[1], person_id, person_id, 1, least(total_cny, 200000), least(total_cny, 200000)
      FROM (SELECT *, year(settled_on) - year(birth_date) AS years FROM medical_settlement WHERE visit_type = '住院')`,
    keys: 3,
    statistics: [distinct, { kind: 'rows' }, avg, { kind: 'quantile', q: 0.5 }],
    columns: [[], [], [], [0], [1], [2], [3]],
    limits: { k: 20, sensitive: [2] },
    having: 20,
    counts: 3,
  },
  S3: {
    records: `SELECT line_code, board_stop, alight_stop, CASE WHEN isodow(board_at) > 5 THEN 'weekend' ELSE 'weekday' END,
        CASE WHEN hour(board_at) IN (7, 8, 9) THEN 'am_peak' WHEN hour(board_at) IN (17, 18, 19) THEN 'pm_peak' ELSE 'off_peak' END,
        card_token, 1, card_token, date_diff('minute', board_at, alight_at)
      FROM transit_trip`,
    keys: 5,
    statistics: [{ kind: 'rows' }, distinct, avg],
    columns: [[], [], [], [], [], [0], [1], [2]],
    limits: { k: 10 },
    having: 10,
    counts: 6,
  },
  S4: {
    records: `SELECT district_code, industry_code, uscc, uscc, CASE WHEN now >= 0.3 * before THEN 1 ELSE 0 END,
        CASE WHEN now >= 0.3 * before THEN now ELSE 0 END, before
      FROM (SELECT p.*, p.kwh AS before, coalesce((SELECT sum(q.kwh) FROM power_usage_daily q
          WHERE q.uscc = p.uscc AND q.usage_date = '2025-02-10'), 0) AS now
        FROM power_usage_daily p WHERE p.usage_date = '2024-02-20')`,
    keys: 2,
    statistics: [distinct, share, sum, sum],
    columns: [[], [], [0], [1], [2, 3], [1, 2, 3]],
    limits: { k: 10 },
    having: 10,
    counts: 2,
  },
};
