/**
 * What a decision is made from: who asks and what is asked about, as Cedar reads them. Data, computed from the record for each question;
 * what it means is in policies/access.
 */
import type { TokenScope } from '#policies/procedure/cases/access-token.ts';
import type { Actor } from '#policies/procedure/life.ts';

/** Who asks. */
export interface Asking extends Actor {
  readonly via?: string;
  /** Of a token that may do less than its person. */
  readonly scope?: TokenScope;
}

/** Somebody whom a thing asks by name; org '' is any of the role. */
export interface Party {
  readonly role: string;
  readonly org: string;
}

/** Name → what stands in the record of it. */
export type Deeds = Readonly<Record<string, readonly string[]>>;

export interface Principal {
  readonly asking: Asking;
  /** His organization is, or was, a registered vendor or under the control of one. */
  readonly controlled: boolean;
}

/** What is asked about. The attributes of `Thing` in schema.cedarschema, which says what they mean. */
export interface Thing {
  readonly life: string;
  readonly state: string;
  readonly owner?: Party;
  readonly vendor?: string;
  readonly affiliates: readonly string[];
  readonly about?: string;
  readonly holder?: string;
  readonly district?: string;
  readonly published: boolean;
  readonly readers: readonly string[];
  readonly asked: readonly Party[];
  readonly people: Deeds;
  readonly orgs: Deeds;
  readonly desks: Deeds;
  readonly roles: Deeds;
}

/** No document: the log, a report, something that is about to begin. */
export const nothing: Thing = {
  life: 'none',
  state: 'none',
  affiliates: [],
  published: false,
  readers: [],
  asked: [],
  people: {},
  orgs: {},
  desks: {},
  roles: {},
};
