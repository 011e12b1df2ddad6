/** Region, nation, supplier, part and partsupp: data about no customer. @see TPC-H specification, clause 4.2.3 */
import { list, literal, pick, type Sql } from '#synth/sql.ts';
import { draw, drawAddress, drawPhone, drawPhrase, drawSentence, drawWord, money, numbered } from './draw.ts';
import type { Sizes } from './sizes.ts';
import { brands, colors, containers, nations, regions, types } from './words.ts';

export function region(): Sql {
  const rows = regions.map((name, key) => `(${key}, ${literal(name)})`);
  return `SELECT key::BIGINT AS r_regionkey, name AS r_name, ${drawSentence('key::BIGINT', 'r_comment')} AS r_comment
    FROM (VALUES ${rows.join(', ')}) AS t(key, name)`;
}

export function nation(): Sql {
  const rows = nations.map(([name, of], key) => `(${key}, ${literal(name)}, ${of})`);
  return `SELECT key AS n_nationkey, name AS n_name, region AS n_regionkey,
      ${drawSentence('key::BIGINT', 'n_comment')} AS n_comment
    FROM (VALUES ${rows.join(', ')}) AS t(key, name, region)`;
}

/** A few complain and a few recommend; which ones is spread over the keys. */
export function supplier({ suppliers, remarks }: Sizes): Sql {
  const every = Math.floor(suppliers / remarks);
  const sentence = drawSentence('i', 's_comment');
  return `SELECT i AS s_suppkey, ${numbered('Supplier', 'i')} AS s_name, ${drawAddress('i', 's_address')} AS s_address,
      s_nationkey, ${drawPhone('i', 's_phone', 's_nationkey')} AS s_phone,
      ${money(draw('i', 's_acctbal', [-99_999, 999_999]))} AS s_acctbal,
      CASE i % ${every} WHEN 7 THEN 'Customer ' || ${drawPhrase('i', 's_remark')} || ' Complaints'
        WHEN 8 THEN 'Customer ' || ${drawPhrase('i', 's_remark')} || ' Recommends' ELSE ${sentence} END AS s_comment
    FROM (SELECT i, ${draw('i', 's_nationkey', [0, 24])} AS s_nationkey FROM range(1, ${suppliers + 1}) AS r(i))`;
}

export function part({ parts }: Sizes): Sql {
  // A step below 23 keeps the five of the 92 colors distinct.
  const [first, step] = [draw('i', 'p_name', [0, 91]), draw('i', 'p_name step', [1, 22])];
  const name = [0, 1, 2, 3, 4].map((at) => pick(list(colors), `(first + ${at} * step) % 92`)).join(', ');
  return `SELECT i AS p_partkey, concat_ws(' ', ${name}) AS p_name, 'Manufacturer#' || p_brand[7] AS p_mfgr, p_brand,
      ${drawWord('i', 'p_type', types)} AS p_type, ${draw('i', 'p_size', [1, 50])} AS p_size,
      ${drawWord('i', 'p_container', containers)} AS p_container, ${money(retailCents('i'))} AS p_retailprice,
      ${drawPhrase('i', 'p_comment')} AS p_comment
    FROM (SELECT i, ${drawWord('i', 'p_brand', brands)} AS p_brand, ${first} AS first, ${step} AS step
      FROM range(1, ${parts + 1}) AS r(i))`;
}

export function partsupp({ parts, suppliers }: Sizes): Sql {
  return `SELECT ps_partkey, ${supplierOf('ps_partkey', 'nth', suppliers)} AS ps_suppkey,
      ${draw('i', 'ps_availqty', [1, 9999])} AS ps_availqty, ${money(draw('i', 'ps_supplycost', [100, 100_000]))} AS ps_supplycost,
      ${drawSentence('i', 'ps_comment')} || '; ' || ${drawSentence('i', 'ps_comment 2')} AS ps_comment
    FROM (SELECT i, 1 + i // 4 AS ps_partkey, i % 4 AS nth FROM range(${4 * parts}) AS r(i))`;
}

/** The price of a part in hundredths, which its lines repeat. */
export function retailCents(partKey: Sql): Sql {
  return `(90000 + (${partKey} // 10) % 20001 + 100 * (${partKey} % 1000))`;
}

/** The supplier number `nth`, 0 to 3, of a part: spread so that the four differ. */
export function supplierOf(partKey: Sql, nth: Sql, suppliers: number): Sql {
  return `((${partKey} + ${nth} * (${suppliers} // 4 + (${partKey} - 1) // ${suppliers})) % ${suppliers} + 1)`;
}
