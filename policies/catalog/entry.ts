/**
 * What a source department publishes about its data: tables, columns, units, and what may be done with each column.
 * An entry is public; it says what exists, never what a row holds.
 *
 * @see procedure.md §4 (grades, tags, column rules), requirements AO-08, GD-09-1, GD-03-2
 */
import type { EntryId, IdSpace, OrgId } from '../units.ts';

/** A title in both languages of the console. */
export interface Title {
  readonly zh: string;
  readonly en: string;
}

export type OpenAttribute = 'closed' | 'conditional' | 'unconditional';
export type SecretFlag = 'state_secret' | 'work_secret' | 'personal_info' | 'trade_secret';
/** L1 harmless … L4 sensitive personal; `important` and `core` data are refused by the loader. */
export type Grade = 'L1' | 'L2' | 'L3' | 'L4';
/**
 * GB/T 37964 terms, and `weight`: how many units of the population a unit of a sample stands for. Free text is never aggregated or shown.
 */
export type ColumnTag = 'direct' | 'quasi' | 'sensitive' | 'measure' | 'plain' | 'weight' | 'free_text';

/**
 * P may appear in output · G only as a group key · A only inside aggregates · J only as join or unit key ·
 * F only in filters and comparisons · X never. A column may carry several, e.g. `['A', 'F']`.
 */
export type ColumnRule = 'P' | 'G' | 'A' | 'J' | 'F' | 'X';

/**
 * How a column that is not a group key itself may become one: by a calendar part, by the first characters,
 * or by comparisons whose outcomes are at most `max` literals over the whole query (age bands, time slots).
 */
export type Coarsening =
  | { readonly by: 'year' | 'quarter' | 'month' }
  | { readonly by: 'prefix'; readonly length: number }
  | { readonly by: 'bands'; readonly max: number };

export type SqlType =
  | 'VARCHAR'
  | 'BOOLEAN'
  | 'SMALLINT'
  | 'INTEGER'
  | 'BIGINT'
  | 'DOUBLE'
  | 'DATE'
  | 'TIMESTAMP'
  | `DECIMAL(${number},${number})`;

/** What a value means; simulation data is generated from it. */
export type SemanticType =
  | 'uscc' // unified social credit code, GB 32100
  | 'resident_id' // GB 11643
  | 'person_name'
  | 'company_name'
  | 'phone'
  | 'plate'
  | 'address'
  | 'bank_card'
  | 'icd10'
  | 'industry'
  | 'district'
  | 'serial' // an opaque running number or token
  | 'code' // a value of a code list
  | 'flag'
  | 'date'
  | 'timestamp'
  | 'period' // YYYYMM
  | 'year'
  | 'amount'
  | 'count'
  | 'ratio'
  | 'measure'
  | 'text';

/** The public set of values. `weights` (same length) says how often each is generated. */
export type Domain =
  | { readonly kind: 'codes'; readonly values: readonly (string | number)[]; readonly weights?: readonly number[] }
  | { readonly kind: 'range'; readonly lo: number; readonly hi: number; readonly step?: number }
  | { readonly kind: 'dates'; readonly lo: string; readonly hi: string };

/**
 * Public bounds of a number, as exact decimal text (`-12.50`): values are clamped to them and rounded to `step` before anything is
 * added up in the private lane. They are declared, never measured, for bounds that follow the data tell about it.
 */
export interface Bounds {
  readonly lo: string;
  readonly hi: string;
  readonly step: string;
}

/** Shares of the rows, from 0 to 1, that real data is known to get wrong in a column; simulation data of the dirty mode gets as many wrong. */
export interface ColumnQuality {
  /** NULL where a value should be, also in a column that may not be NULL. */
  readonly missing?: number;
  /** A value that the domain does not hold. */
  readonly outside?: number;
}

/** The same of whole rows. */
export interface TableQuality {
  /** Rows that are there twice, the primary key too. */
  readonly duplicated?: number;
  /** Rows whose moment in this column lies up to `days` later than it should. */
  readonly late?: { readonly column: string; readonly share: number; readonly days: number };
  /** Rows whose foreign key leads nowhere. */
  readonly unmatched?: number;
}

export interface Column {
  readonly name: string;
  readonly title: Title;
  readonly type: SqlType;
  readonly semantic: SemanticType;
  readonly tag: ColumnTag;
  readonly grade: Grade;
  readonly rule: readonly [ColumnRule, ...ColumnRule[]];
  readonly coarsen?: readonly Coarsening[];
  readonly domain?: Domain;
  readonly bounds?: Bounds;
  /** Every row of one unit has the same value (the district of a firm), so that a group by it has the unit once. */
  readonly determinedByUnit?: true;
  /** Whoever would see its values undisguised needs the consent of the units. @see AO-21-3 */
  readonly consent?: true;
  readonly quality?: ColumnQuality;
  readonly nullable: boolean;
}

/** One of these values in this column. */
export interface Condition {
  readonly column: string;
  readonly values: readonly [string | number, ...(string | number)[]];
}

/** What holds between the columns of each row, where all of them have a value. Public knowledge: simulation data keeps it too. */
export type Dependency =
  /** The first is at most the second: a start and an end. */
  | { readonly kind: 'order'; readonly columns: readonly [string, string] }
  /** The total is exactly the sum of its parts; all are whole numbers or decimals of one scale. */
  | { readonly kind: 'sum'; readonly total: string; readonly parts: readonly [string, string, ...string[]] }
  /** Rows that agree in `from` agree in `to`: a district and its city. */
  | {
      readonly kind: 'determines';
      readonly from: readonly [string, ...string[]];
      readonly to: readonly [string, ...string[]];
    }
  /** Where `when` holds, `then` holds: a child is not married. */
  | { readonly kind: 'implies'; readonly when: Condition; readonly then: Condition };

/** One step along a foreign key of a single column. */
export interface KeyStep {
  readonly column: string;
  readonly table: string;
  readonly references: string;
}

/**
 * The column that names the protected unit of a row, and the group of people or firms it counts in. With `via`, the column is one of the
 * last table that the steps lead to, all of this entry: an order line belongs to the customer of its order.
 */
export interface Unit {
  readonly space: IdSpace;
  readonly column: string;
  readonly via?: readonly [KeyStep, ...KeyStep[]];
}

/** How many rows of one unit the private lane keeps, and whether more refuse the publication or are cut. */
export interface RowsPerUnit {
  readonly max: number;
  readonly onExcess: 'truncate' | 'reject';
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  readonly references: readonly string[];
}

export interface Table {
  readonly name: string;
  readonly title: Title;
  readonly columns: readonly Column[];
  /** Empty for data about no unit (weather). Several for a table of persons and households. */
  readonly units: readonly Unit[];
  /** Absent: the private lane keeps {@link defaultRowsPerUnit}. */
  readonly rowsPerUnit?: RowsPerUnit;
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly dependencies?: readonly Dependency[];
  readonly quality?: TableQuality;
  /** Public order of magnitude; simulation data has this many rows at scale 1. */
  readonly volume: number;
}

export const defaultRowsPerUnit: RowsPerUnit = { max: 64, onExcess: 'truncate' };

/** What an entry says beside its tables: for whoever asks what there is, on what terms, and whom to ask. Needed before it is published. */
export interface Opening {
  readonly theme: string;
  readonly summary: string;
  /** In which form the department hands it in: tables of a database, files of some kind. */
  readonly format: string;
  /** The responsible unit of the department and its person; earlier ones stay in the history of the entry. @see GD-06-1 */
  readonly contact: { readonly unit: string; readonly person: string; readonly phone: string };
  /** Why it is not open to everybody, by the jurisdiction's list; empty for an unconditional entry. @see GD-10-1, GD-11-1, SH-07-1, SH-08-2 */
  readonly grounds: readonly string[];
  /** On what conditions it is used, and how its use is supervised. @see GD-09-2 */
  readonly conditions: readonly string[];
  readonly supervision: readonly string[];
  /** Raw data may only leave where it is public anyway. @see AO-04-5 */
  readonly publicity?: Publicity;
  /** Data that has rules of its own. @see GD-38-1 */
  readonly regime?: 'statistics' | 'geographic' | 'real_estate' | 'credit';
  /** The demands that it answers. @see AO-17-1 */
  readonly demands?: readonly string[];
}

/** Why data is public anyway. @see AO-04-5 */
export interface Publicity {
  readonly basis: 'public_channel' | 'statute' | 'none';
  readonly evidence?: string;
}

/** What became of data before it was described: what was closed may be used afterwards. @see GD-13-1, SH-07-2 */
export interface Derivation {
  readonly from: readonly [EntryId, ...EntryId[]];
  readonly by: 'declassified' | 'desensitised' | 'consented';
  /** How it was done, or where the consents are. */
  readonly record: string;
}

/** How high the demands on an entry are, in the three respects of 001-8(1). @see SH-08-1 */
export interface Grading {
  readonly security: Demanding;
  readonly privacy: Demanding;
  readonly use: Demanding;
}

/** @see Grading */
export type Demanding = 'low' | 'middle' | 'high';

export interface CatalogEntry {
  readonly id: EntryId;
  readonly version: number;
  readonly title: Title;
  readonly department: OrgId;
  readonly attribute: OpenAttribute;
  /** Data got by sharing is never granted on (GY-14). */
  readonly origin: 'collected' | 'shared';
  readonly secrets: readonly SecretFlag[];
  /** The statute or decision that makes an unconditional entry public. */
  readonly basis?: string;
  readonly updateCycle: 'once' | 'daily' | 'monthly' | 'yearly' | 'realtime';
  readonly opening?: Opening;
  readonly grading?: Grading;
  readonly derivation?: Derivation;
  /** The district whose data it is; absent for data of the city. @see AO-08-4 */
  readonly district?: OrgId;
  readonly tables: readonly Table[];
}
