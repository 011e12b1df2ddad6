/**
 * Columns that speak of one person or firm agree, as they do in reality: a resident id with the day of birth, the sex and the given name, a
 * credit code, an enterprise's name and an address with the district. A column of a bundle reads the numbers that the others are drawn by.
 */
import { addresses, companyNames, namesBySex, platesOf, valuesOf } from '../column-values.ts';
import { seedOf } from '../hash.ts';
import { birthDay } from '../identities/resident-id.ts';
import type { Reader } from '../reader.ts';
import type { Expression } from '../scope.ts';
import type { ValueSet } from '../value-set.ts';
import type { Drawing } from './near.ts';
import { bornColumn, isBirth, maleOf, ownId, personFacts } from './person.ts';
import { cityOf, districtOf, placeName, plateCharacter } from './place.ts';

/** How the numbers of a column are used. */
export interface Use {
  /** Each value may be there once. */
  readonly isKey: boolean;
  /** Other tables count through the same values and know nothing of this row. */
  readonly isShared: boolean;
}

/** The values of the column, as far as the rest of its row leaves a choice. Different numbers still give different values in a key. */
export function bundledValues(
  reader: Reader,
  drawing: Drawing,
  { values, use }: { values: ValueSet; use: Use },
): ValueSet {
  const { column } = drawing.cell;
  if (use.isShared || column.domain !== undefined || column.type !== 'VARCHAR') return values;
  if (values.kind === 'identity') {
    if (values.identity === 'bank_card') return values;
    const district = districtOf(reader, drawing);
    const person = values.identity === 'resident_id' ? personFacts(reader, drawing) : {};
    return { ...values, facts: { ...(district && { city: cityOf(district) }), ...person } };
  }
  return textWith(reader, drawing, use) ?? values;
}

/** The day in the resident id of the person; or nothing where the row has none that was made of such days. */
export function birthOf(reader: Reader, drawing: Drawing): Expression | undefined {
  const { column } = drawing.cell;
  const id = isBirth(column) ? ownId(reader, drawing) : undefined;
  if (id === undefined || bornColumn(reader, id) !== column) return undefined;
  const use = { isKey: false, isShared: false };
  const values = bundledValues(reader, id, { values: valuesOf(id.cell.column), use });
  if (values.kind !== 'identity' || values.facts?.days === undefined) return undefined;
  const seed = seedOf(reader.world.seed, `${values.identity}|${id.name}`);
  return birthDay(reader.scope, { side: 'simulation', seed, index: id.index, facts: values.facts });
}

function textWith(reader: Reader, drawing: Drawing, { isKey }: Use): ValueSet | undefined {
  const { semantic } = drawing.cell.column;
  if (semantic === 'person_name' && !isKey) {
    const male = maleOf(reader, drawing);
    return male && { ...namesBySex(male.sql), level: male.level };
  }
  if (semantic !== 'company_name' && semantic !== 'address' && (semantic !== 'plate' || isKey)) return undefined;
  const district = districtOf(reader, drawing);
  if (district === undefined) return undefined;
  if (semantic === 'plate') return withLevel(platesOf, plateCharacter(district));
  // Whatever the district is, what follows the mark is different for different numbers.
  const place = placeName(district, '仿真');
  return withLevel(semantic === 'address' ? addresses : companyNames, place);
}

function withLevel(valuesWith: typeof addresses, { sql, level }: Expression): ValueSet {
  return { ...valuesWith(sql), level };
}
