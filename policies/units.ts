/**
 * Numbers with a unit and identifiers with a kind, so that the compiler keeps them apart.
 * A bare `number` does not cross a module; each maker below is the only place where a brand is given.
 */
declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** A count of distinct protected units (people, enterprises, cards). */
export type UnitCount = Branded<number, 'UnitCount'>;
/** A count of rows. */
export type RowCount = Branded<number, 'RowCount'>;
/** A share in per cent, 0 to 100. */
export type Percent = Branded<number, 'Percent'>;
/** A size in bytes. */
export type Bytes = Branded<number, 'Bytes'>;
/** A duration in milliseconds. */
export type Millis = Branded<number, 'Millis'>;
/** ρ of zero-concentrated differential privacy, in billionths. */
export type NanoRho = Branded<bigint, 'NanoRho'>;
/** δ, in units of 10⁻¹⁸. */
export type AttoDelta = Branded<bigint, 'AttoDelta'>;
/** A lower-case hexadecimal SHA-256. */
export type Sha256 = Branded<string, 'Sha256'>;
/** A moment, RFC 3339 with offset `Z` and milliseconds. */
export type Instant = Branded<string, 'Instant'>;

/** A catalog entry, e.g. `ent_registration`. */
export type EntryId = Branded<string, 'EntryId'>;
/** A kind of protected unit, e.g. `enterprise`; tables that name the same people share it. */
export type IdSpace = Branded<string, 'IdSpace'>;
/** An immutable published data file of one entry. */
export type SnapshotId = Branded<string, 'SnapshotId'>;
/** An organization: vendor, department, operator, agency. */
export type OrgId = Branded<string, 'OrgId'>;
/** A real, named person acting for an organization. */
export type PersonId = Branded<string, 'PersonId'>;

export const unitCount = (value: number): UnitCount => requireInteger(value, 'UnitCount') as UnitCount;
export const rowCount = (value: number): RowCount => requireInteger(value, 'RowCount') as RowCount;
export const bytes = (value: number): Bytes => requireInteger(value, 'Bytes') as Bytes;
export const millis = (value: number): Millis => value as Millis;

export const nanoRho = (value: bigint): NanoRho => requireNatural(value, 'NanoRho') as NanoRho;
export const attoDelta = (value: bigint): AttoDelta => requireNatural(value, 'AttoDelta') as AttoDelta;

/** @throws RangeError when `value` is not between 0 and 100. */
export function percent(value: number): Percent {
  if (!(value >= 0 && value <= 100)) throw new RangeError(`Cannot make a Percent: must be 0 to 100; got ${value}`);
  return value as Percent;
}

/** @throws RangeError when `text` is not 64 lower-case hexadecimal digits. */
export function sha256(text: string): Sha256 {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new RangeError('Cannot make a Sha256: must be 64 hexadecimal digits');
  return text as Sha256;
}

/** @throws RangeError when `text` is not RFC 3339 in UTC, e.g. `2026-03-02T01:30:00.000Z`. */
export function instant(text: string): Instant {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)) {
    throw new RangeError(`Cannot make an Instant: must be RFC 3339 in UTC; got ${text}`);
  }
  return text as Instant;
}

export const entryId = (text: string): EntryId => requireName(text, 'EntryId') as EntryId;
export const idSpace = (text: string): IdSpace => requireName(text, 'IdSpace') as IdSpace;
export const snapshotId = (text: string): SnapshotId => requireName(text, 'SnapshotId') as SnapshotId;
export const orgId = (text: string): OrgId => requireName(text, 'OrgId') as OrgId;
export const personId = (text: string): PersonId => requireName(text, 'PersonId') as PersonId;

function requireInteger(value: number, kind: string): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`Cannot make a ${kind}: must be a whole number from 0; got ${value}`);
  }
  return value;
}

function requireNatural(value: bigint, kind: string): bigint {
  if (value < 0n) throw new RangeError(`Cannot make a ${kind}: must be from 0; got ${value}`);
  return value;
}

/** Names are used in paths and SQL identifiers, so they stay in a small alphabet. */
function requireName(text: string, kind: string): string {
  if (!/^[a-zA-Z][a-zA-Z0-9_.@-]{0,127}$/.test(text)) {
    throw new RangeError(
      `Cannot make a ${kind}: must be a name of letters, digits and _ . @ -; got ${JSON.stringify(text)}`,
    );
  }
  return text;
}
