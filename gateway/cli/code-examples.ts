/** For each refusal that a text alone can bring about: one that does, over the demonstration city, and one that does not. */
import type { RefusalCode } from '#policies/refusal.ts';

export interface CodeExample {
  readonly refused: string;
  /** Absent where there is nothing to say instead. */
  readonly instead?: string;
}

const perLine = 'SELECT line_code, sum(fare_cny) AS fares FROM transit_trip GROUP BY line_code';

export const codeExamples: Partial<Record<RefusalCode, CodeExample>> = {
  E_PARSE: { refused: 'SELECT count(* FROM transit_trip', instead: 'SELECT count(*) FROM transit_trip' },
  E_MULTI_STMT: { refused: 'SELECT 1; SELECT 2', instead: 'SELECT count(*) FROM transit_trip' },
  E_NOT_SELECT: { refused: 'DELETE FROM transit_trip', instead: 'SELECT count(*) FROM transit_trip' },
  E_UNSUPPORTED: { refused: 'SELECT #1 FROM transit_trip', instead: perLine },
  E_UNKNOWN_TABLE: { refused: 'SELECT count(*) FROM trips', instead: 'SELECT count(*) FROM transit_trip' },
  E_UNKNOWN_COLUMN: {
    refused: 'SELECT sum(fare) FROM transit_trip',
    instead: 'SELECT sum(fare_cny) FROM transit_trip',
  },
  E_FUNC_NOT_ALLOWED: {
    refused: "SELECT count(*) FROM transit_trip WHERE regexp_extract(mode, 'b') = 'b'",
    instead: "SELECT count(*) FROM transit_trip WHERE mode LIKE 'b%'",
  },
  E_VOLATILE: { refused: 'SELECT count(*) FROM transit_trip WHERE random() < 0.1' },
  E_ARGUMENTS: {
    refused: 'SELECT sum(DISTINCT fare_cny) FROM transit_trip',
    instead: 'SELECT sum(fare_cny) FROM transit_trip',
  },
  E_TYPE: {
    refused: 'SELECT count(*) FROM transit_trip WHERE line_code',
    instead: "SELECT count(*) FROM transit_trip WHERE line_code = 'L1'",
  },
  E_NO_AGGREGATE: { refused: 'SELECT * FROM transit_trip', instead: perLine },
  E_COLUMN_RULE: {
    refused: 'SELECT ent_name FROM ent_registration',
    instead: 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY district_code',
  },
  E_NOT_GROUPED: { refused: 'SELECT fare_cny, count(*) FROM transit_trip GROUP BY line_code', instead: perLine },
  E_JOIN_UNIT: {
    refused: 'SELECT count(*) FROM transit_trip a, transit_trip b',
    instead:
      'SELECT e.district_code, sum(p.kwh) AS kwh FROM power_usage_daily p JOIN ent_registration e ON e.uscc = p.uscc GROUP BY ALL',
  },
  E_JOIN_KIND: {
    refused: 'SELECT count(*) FROM power_usage_daily POSITIONAL JOIN ent_registration',
    instead: 'SELECT count(*) FROM power_usage_daily p JOIN ent_registration e ON e.uscc = p.uscc',
  },
  E_NESTED_AGGREGATE: {
    refused: 'SELECT DISTINCT count(*) FROM transit_trip GROUP BY line_code',
    instead: 'SELECT line_code, count(*) AS trips FROM transit_trip GROUP BY line_code',
  },
  E_NONLOCAL: {
    refused: 'SELECT count(*) FROM transit_trip USING SAMPLE 10%',
    instead: 'SELECT count(*) FROM transit_trip',
  },
  E_SUBQ_PRIVATE: {
    refused: 'SELECT count(*) FROM transit_trip WHERE mode IN (SELECT mode FROM transit_trip)',
    instead: "SELECT count(*) FROM transit_trip WHERE mode IN ('bus', 'metro')",
  },
  E_WINDOW: {
    refused:
      'SELECT sum(fare_cny * n) FROM (SELECT fare_cny, row_number() OVER (ORDER BY fare_cny) AS n FROM transit_trip)',
    instead: 'SELECT sum(fare_cny) FROM transit_trip',
  },
  E_MINMAX: { refused: 'SELECT min(fare_cny) FROM transit_trip', instead: 'SELECT avg(fare_cny) FROM transit_trip' },
  E_QUANTILE: {
    refused: 'SELECT median(fare_cny) FROM transit_trip',
    instead: 'SELECT round(median(fare_cny)) FROM transit_trip',
  },
  E_PARAMETER: {
    refused: 'SELECT count(*) FROM transit_trip WHERE fare_cny > $1',
    instead: 'SELECT count(*) FROM transit_trip WHERE fare_cny > 5',
  },
  E_RECURSIVE: {
    refused: 'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r',
  },
  E_PIVOT: { refused: 'UNPIVOT transit_trip ON mode INTO NAME n VALUE v', instead: perLine },
  E_TOO_COMPLEX: {
    refused: 'SELECT sum(fare_cny) + x AS x FROM transit_trip',
    instead: 'SELECT sum(fare_cny) AS x FROM transit_trip',
  },
};
