/** T5 of the real side: consumption falls in the New Year weeks, and firms come back one after the other. */
import type { Sql } from '../../sql.ts';
import { canary } from '../canaries.ts';
import { type Draw } from './draw.ts';
import { canaryFirm } from './firms.ts';

/** The sixty days at either end of the declared span, and the New Year inside each. */
const spans = [
  { first: '2024-01-22', holiday: '2024-02-09', end: '2024-02-17' },
  { first: '2025-01-11', holiday: '2025-01-27', end: '2025-02-04' },
] as const;
const daysPerSpan = 60;

export function power(draw: Draw): Sql {
  const days = spans.map(
    ({ first, holiday, end }, year) =>
      `SELECT ${year} AS year, ${year * daysPerSpan} + i AS d, DATE '${first}' + CAST(i AS INTEGER) AS day,
        DATE '${first}' + CAST(i AS INTEGER) >= DATE '${holiday}' AS after,
        DATE '${first}' + CAST(i AS INTEGER) - DATE '${end}' AS since FROM numbers WHERE i < ${daysPerSpan}`,
  );
  // Days after the holiday until the firm works again: longer for risky firms, and longer in the second year.
  const back = `floor((5 + year * 25) * risk * ${draw.share('j', 'back')})`;
  const counter = `(j * ${2 * daysPerSpan} + d)`;
  return `WITH day AS (${days.join(' UNION ALL ')}),
    used AS (SELECT firm.*, day.*,
        base_kwh * (0.9 + 0.2 * ${draw.share(counter, 'day')}) * (1 + year * growth)
          * CASE WHEN after AND since < ${back} THEN 0.12 ELSE 1 END
          * CASE WHEN dayofweek(day) = 0 AND industry NOT IN ('F', 'H') THEN 0.7 ELSE 1 END AS raw
      FROM firm, day),
    rounded AS (SELECT *, CASE WHEN j = ${canaryFirm} AND day = DATE '2025-02-10' THEN ${canary.kwh}::DOUBLE
        ELSE round(least(raw, 999999), 2) END AS kwh FROM used)
    SELECT CASE WHEN j = ${canaryFirm} THEN '${canary.meter}' ELSE 'GD' || lpad(CAST(70000 + j AS VARCHAR), 13, '0') END
        AS meter_no,
      uscc, day AS usage_date,
      CASE WHEN industry = 'A' THEN '农业' WHEN industry IN ('B', 'C', 'D') AND staff >= 50 THEN '大工业'
        WHEN ${draw.hash('j', 'class')} % 40 = 0 THEN '居民' ELSE '一般工商业' END AS usage_class,
      industry AS industry_code, district AS district_code, kwh,
      round(kwh * (0.34 + 0.1 * ${draw.share('j', 'peak')}), 2) AS peak_kwh,
      round(kwh * (0.2 + 0.1 * ${draw.share('j', 'valley')}), 2) AS valley_kwh,
      round(kwh / 24 * (1.6 + ${draw.share(counter, 'demand')}), 2) AS max_demand_kw
    FROM rounded ORDER BY d, j`;
}
