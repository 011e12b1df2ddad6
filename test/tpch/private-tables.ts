/** Customer, orders and lineitem: what belongs to a customer. @see TPC-H specification, clause 4.2.3 */
import type { Sql } from '#synth/sql.ts';
import { draw, drawAddress, drawPhone, drawPhrase, drawSentence, drawWord, money, numbered } from './draw.ts';
import { retailCents, supplierOf } from './public-tables.ts';
import type { Sizes } from './sizes.ts';
import { instructions, modes, priorities, segments } from './words.ts';

const startDate = "DATE '1992-01-01'";
/** From the first order date to the last, so that the latest receipt is on 1998-12-31. */
const orderDays = 2405;
/** What was shipped or received after this day is still open. */
const today = "DATE '1995-06-17'";

export function customer({ customers }: Sizes): Sql {
  return `SELECT i AS c_custkey, ${numbered('Customer', 'i')} AS c_name, ${drawAddress('i', 'c_address')} AS c_address,
      c_nationkey, ${drawPhone('i', 'c_phone', 'c_nationkey')} AS c_phone,
      ${money(draw('i', 'c_acctbal', [-99_999, 999_999]))} AS c_acctbal,
      ${drawWord('i', 'c_mktsegment', segments)} AS c_mktsegment, ${drawSentence('i', 'c_comment')} AS c_comment
    FROM (SELECT i, ${draw('i', 'c_nationkey', [0, 24])} AS c_nationkey FROM range(1, ${customers + 1}) AS r(i))`;
}

/** Order number i has one of the first 8 of every 32 keys. */
const orderKey = '((i // 8) * 32 + i % 8)';
const orderDate = `${startDate} + ${days('i', 'o_orderdate', [0, orderDays])}`;

export function lineitem({ orders, parts, suppliers }: Sizes): Sql {
  return `WITH lines AS (
      SELECT ${orderKey} AS l_orderkey, ${orderDate} AS ordered,
        unnest(range(1, 1 + ${draw('i', 'lines', [1, 7])})) AS l_linenumber, i * 8 + l_linenumber AS n
      FROM range(1, ${orders + 1}) AS r(i)),
    drawn AS (
      SELECT *, ${draw('n', 'l_partkey', [1, parts])} AS l_partkey, ${draw('n', 'l_quantity', [1, 50])} AS l_quantity,
        ordered + ${days('n', 'l_shipdate', [1, 121])} AS l_shipdate, ordered + ${days('n', 'l_commitdate', [30, 90])} AS l_commitdate,
        l_shipdate + ${days('n', 'l_receiptdate', [1, 30])} AS l_receiptdate
      FROM lines)
    SELECT *, ${supplierOf('l_partkey', draw('n', 'l_suppkey', [0, 3]), suppliers)} AS l_suppkey,
      ${money(`l_quantity * ${retailCents('l_partkey')}`)} AS l_extendedprice,
      ${money(draw('n', 'l_discount', [0, 10]))} AS l_discount, ${money(draw('n', 'l_tax', [0, 8]))} AS l_tax,
      CASE WHEN l_receiptdate > ${today} THEN 'N' ELSE ${drawWord('n', 'l_returnflag', ['R', 'A'])} END AS l_returnflag,
      CASE WHEN l_shipdate > ${today} THEN 'O' ELSE 'F' END AS l_linestatus,
      ${drawWord('n', 'l_shipinstruct', instructions)} AS l_shipinstruct, ${drawWord('n', 'l_shipmode', modes)} AS l_shipmode,
      ${drawPhrase('n', 'l_comment')} AS l_comment
    FROM drawn`;
}

/** Reads the table `lineitem`, from which the price and the status of an order follow. Every third customer has no order. */
export function orders({ orders: count, customers, clerks }: Sizes): Sql {
  const buyer = draw('i', 'o_custkey', [0, Math.ceil((customers * 2) / 3) - 1]);
  return `WITH totals AS (
      SELECT l_orderkey, sum(l_extendedprice * (1 + l_tax) * (1 - l_discount)) AS o_totalprice,
        min(l_linestatus) AS least, max(l_linestatus) AS most
      FROM lineitem GROUP BY l_orderkey)
    SELECT l_orderkey AS o_orderkey, 1 + ${buyer} // 2 * 3 + ${buyer} % 2 AS o_custkey,
      CASE WHEN least = most THEN least ELSE 'P' END AS o_orderstatus, o_totalprice, ${orderDate} AS o_orderdate,
      ${drawWord('i', 'o_orderpriority', priorities)} AS o_orderpriority,
      ${numbered('Clerk', draw('i', 'o_clerk', [1, clerks]))} AS o_clerk, 0 AS o_shippriority,
      ${drawSentence('i', 'o_comment')} AS o_comment
    FROM range(1, ${count + 1}) AS r(i) JOIN totals ON l_orderkey = ${orderKey} ORDER BY i`;
}

/** A number of days to add to a date. */
function days(row: Sql, name: string, range: readonly [number, number]): Sql {
  return `CAST(${draw(row, name, range)} AS INTEGER)`;
}
