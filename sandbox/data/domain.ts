/** SQL that says whether a typed value lies in the public domain that the catalog declares for its column. */
import type { Column, Domain } from '#policies/catalog/entry.ts';
import { quotedText } from '#policies/query/print.ts';

/** For every non-NULL value, the result is true or false; a domain that does not fit the type holds nothing. */
export function inDomain(sql: string, column: Column): string {
  if (column.domain === undefined) return 'true';
  return `coalesce(${test(sql, column, column.domain)}, false)`;
}

function test(sql: string, column: Column, domain: Domain): string {
  if (domain.kind === 'codes') {
    return `${sql} IN (${domain.values.map((value) => literal(String(value), column)).join(', ')})`;
  }
  if (domain.kind === 'range') {
    const inside = `TRY_CAST(${sql} AS DOUBLE) BETWEEN ${double(domain.lo)} AND ${double(domain.hi)}`;
    return domain.step === undefined ? inside : `${inside} AND ${onGrid(sql, domain.lo, domain.step)}`;
  }
  const day = `TRY_CAST(${sql} AS DATE)`;
  return `${day} BETWEEN DATE ${quotedText(domain.lo)} AND DATE ${quotedText(domain.hi)}`;
}

function literal(value: string, column: Column): string {
  return column.type === 'VARCHAR' ? quotedText(value) : `TRY_CAST(${quotedText(value)} AS ${column.type})`;
}

function double(value: number): string {
  return `CAST(${quotedText(String(value))} AS DOUBLE)`;
}

/** In doubles with a tolerance far under any declared step: a step is a public grid, not a measurement. */
function onGrid(sql: string, lo: number, step: number): string {
  const steps = `((TRY_CAST(${sql} AS DOUBLE) - ${double(lo)}) / ${double(step)})`;
  return `abs(${steps} - round(${steps})) < 1e-6`;
}
