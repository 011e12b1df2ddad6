/** T8 of the real side: seasons, and rainy days that reach the trigger of the insurance scenario. */
import type { Sql } from '../../sql.ts';
import { districts } from '../entries/domains.ts';
import { weatherStation } from '../entries/weather-station.ts';
import { type Draw, entry, word } from './draw.ts';

const monthMean = [13, 15, 18, 22, 26, 28, 29, 29, 27, 24, 19, 15];
/** Share of days with rain, in per cent. */
const rainy = [10, 14, 20, 32, 36, 38, 34, 34, 26, 10, 8, 6];
const hourShift = [-3, -3, -4, -4, -4, -3, -2, 0, 1, 2, 3, 4, 5, 5, 5, 4, 3, 2, 1, 0, -1, -1, -2, -2];

export function weather(draw: Draw, hours: number): Sql {
  const stations = districts.values.length;
  const day = `(s * 400 + dayofyear(t))`;
  return `WITH hour AS (SELECT i, i % ${stations} AS s, TIMESTAMP '2025-01-01' + to_hours(i // ${stations}) AS t
      FROM numbers WHERE i < ${hours * stations}),
    rained AS (SELECT *, CASE WHEN ${draw.hash(day, 'rain')} % 100 < ${entry(rainy, 'month(t) - 1')}
        AND (hour(t) - ${draw.hash(day, 'start')} % 16) BETWEEN 0 AND 7
        THEN 24 * ${draw.share(day, 'storm')} * ${draw.share(day, 'storm')} * ${draw.share('i', 'rain')} ELSE 0 END AS rain,
        12 * ${draw.share('i', 'wind')} * ${draw.share(day, 'wind')} AS wind FROM hour)
    SELECT ${word('s', codes('station_id'))} AS station_id, ${word('s', codes('station_name'))} AS station_name,
      ${word('s', districts.values)} AS district_code, round(113.2 + s * 0.05, 2) AS lon, round(22.7 + s * 0.1, 2) AS lat,
      t AS observed_at,
      round(${entry(monthMean, 'month(t) - 1')} + ${entry(hourShift, 'hour(t)')} + 4 * ${draw.share(day, 'temp')} - 2, 1) AS temp_c,
      round(rain, 1) AS rain_mm, round(wind, 1) AS wind_ms, round(wind * 1.6 + rain / 4, 1) AS gust_ms,
      least(100, round(55 + 25 * ${draw.share('i', 'humid')} + CASE WHEN rain > 0 THEN 20 ELSE 0 END)) AS humidity_pct,
      CASE WHEN rain > 18 THEN '红' WHEN rain > 14 THEN '橙' WHEN rain > 9 THEN '黄' WHEN rain > 5 THEN '蓝' ELSE '无' END
        AS warning_level
    FROM rained ORDER BY i`;
}

/** The declared codes, in the order of the districts. */
function codes(name: string): readonly string[] {
  const column = weatherStation.tables[0]?.columns.find((candidate) => candidate.name === name);
  return column?.domain?.kind === 'codes' ? column.domain.values.map(String) : [];
}
