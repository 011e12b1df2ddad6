/** T7 of the real side: most trips are the same ride to work and back, so a few pairs of stops are crowded and many are rare. */
import type { Sql } from '../../sql.ts';
import { canary } from '../canaries.ts';
import { type Draw } from './draw.ts';

/** The stops of each line in order. */
const routes: Readonly<Record<string, readonly number[]>> = {
  L1: [1, 2, 3, 4, 5, 6, 7, 8],
  L2: [2, 9, 10, 11, 3, 12, 13],
  L3: [1, 14, 15, 5, 16, 17, 18],
  L4: [4, 9, 19, 20, 15],
  B21: [6, 21, 22, 10, 23],
  B36: [7, 24, 12, 16],
};

const stop = (number: number): string => `S${String(number).padStart(2, '0')}`;

/** `line|from|to|stops between` with its weight: the rank of a pair tells how much rarer it is. */
function pairWeights(): Record<string, number> {
  const pairs = Object.entries(routes).flatMap(([line, stops]) =>
    stops.flatMap((from, a) =>
      stops.flatMap((to, b) => (a === b ? [] : [`${line}|${stop(from)}|${stop(to)}|${Math.abs(a - b)}`])),
    ),
  );
  const shuffled = pairs.toSorted((a, b) => mixed(a) - mixed(b));
  return Object.fromEntries(shuffled.map((pair, rank) => [pair, 1_000 / (rank + 10) ** 3]));
}

function mixed(text: string): number {
  return Array.from(text).reduce((hash, character) => (hash * 31 + character.charCodeAt(0)) % 100_003, 7);
}

/** A statement that makes the table `card`, with the usual ride of each. */
export function cardTable(draw: Draw, count: number): Sql {
  return `CREATE TEMP TABLE card AS SELECT i AS j,
      CASE WHEN i = 0 THEN '${canary.card}' ELSE 'K' || lpad(CAST(fmix(i, 4407) AS VARCHAR), 10, '0') END AS card_token,
      ${draw.oneOf('i', 'card type', { 普通: 66, 学生: 16, 老年: 18 })} AS card_type,
      ${draw.oneOf('i', 'ride', pairWeights())} AS ride
    FROM numbers WHERE i < ${count}`;
}

export function trips(draw: Draw, { rows, cards }: { rows: number; cards: number }): Sql {
  const habits = { out: 43, home: 41, other: 14 };
  const hour = `CASE habit WHEN 'out' THEN 7 + ${draw.hash('i', 'hour')} % 3 WHEN 'home' THEN 17 + ${draw.hash('i', 'hour')} % 3
    ELSE 6 + ${draw.hash('i', 'hour')} % 16 END`;
  return `WITH taken AS (SELECT i, ${draw.hash('i', 'card')} % ${cards} AS j, ${draw.oneOf('i', 'habit', habits)} AS habit,
        ${draw.oneOf('i', 'detour', pairWeights())} AS detour,
        DATE '2025-03-01' + CAST(${draw.hash('i', 'day')} % 31 AS INTEGER) AS day
      FROM numbers WHERE i < ${rows}),
    ridden AS (SELECT *, string_split(CASE habit WHEN 'other' THEN detour ELSE ride END, '|') AS r,
        day + to_hours(${hour}) + to_seconds(${draw.hash('i', 'second')} % 3600) AS board_at
      FROM taken JOIN card USING (j))
    SELECT CASE WHEN i = 0 THEN '${canary.trip}' ELSE 'T2503' || lpad(CAST(i AS VARCHAR), 9, '0') END AS trip_id,
      card_token, card_type, CASE WHEN r[1] LIKE 'B%' THEN '公交' ELSE '地铁' END AS mode, r[1] AS line_code,
      CASE habit WHEN 'home' THEN r[3] ELSE r[2] END AS board_stop, CASE habit WHEN 'home' THEN r[2] ELSE r[3] END AS alight_stop,
      board_at, board_at + to_seconds(120 + CAST(r[4] AS BIGINT) * 150 + ${draw.hash('i', 'delay')} % 240) AS alight_at,
      CASE card_type WHEN '普通' THEN 1 WHEN '学生' THEN 0.5 ELSE 0 END * (2 + CAST(r[4] AS INTEGER) // 2) AS fare_cny
    FROM ridden ORDER BY i`;
}
