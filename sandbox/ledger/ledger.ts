/**
 * The budget ledger: what private runs may cost, and did. One file for all vendors and all processes of the domain; what is
 * acknowledged is on disk. Its state is the fold of its entries, read again before every step, so that nobody decides on an old balance.
 *
 * @see query-and-privacy.md §3.8, decision 7; architecture.md invariant 7
 */
import type { Cost } from '#policies/privacy/cost.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Sha256 } from '#policies/units.ts';
import { judge, waiting, type Accounts, type Balance } from './accounts.ts';
import { readBooks, readOn, type Books } from './audit.ts';
import { genesis, link, type Head } from './chain.ts';
import type { Posting, Reserve } from './posting.ts';
import { isBroken, openTables, type Tables } from './tables.ts';

export type Reservation = Omit<Reserve, 'kind'>;

/**
 * Opens the ledger, or makes an empty one, and verifies all of it.
 *
 * @param known a head that was acknowledged before and kept elsewhere. Without one, a file that was removed, or put back from an old copy,
 * cannot be told from a true one, and budgets begin anew.
 * @returns the ledger; refuses E_RECORD when it does not verify, and repairs nothing
 */
export function openLedger(path: string, known: Head = genesis): Outcome<Ledger> {
  return refuseBroken(() => accept(new Ledger(path, known)));
}

/** An open ledger. Made by {@link openLedger} only. Every answer may also be E_RECORD: the file does not verify. */
export class Ledger implements Disposable {
  readonly #path: string;
  readonly #tables: Tables;
  readonly #books: Books;

  /** @throws BrokenLedger when the file does not verify */
  constructor(path: string, known: Head) {
    this.#path = path;
    this.#tables = openTables(path);
    try {
      this.#books = readBooks(this.#tables, [known]);
    } catch (error) {
      this.#tables.close();
      throw error;
    }
  }

  /**
   * Sets the cost aside in every scope, or in none. The cap given with a scope holds unless the ledger has one.
   *
   * @returns the head, on disk; refuses E_BUDGET for each scope that has too little left, E_STATE for a run that has reserved before
   * @throws ZodError for a cost of nothing, no scope, or a scope twice
   */
  reserve(reservation: Reservation): Outcome<Head> {
    return this.#post({ kind: 'reserve', ...reservation });
  }

  /** Refuses what {@link reserve} would refuse now. Sets nothing aside, so a reservation that comes later may still be refused. */
  check(reservation: Reservation): Outcome<void> {
    const read = this.#read((accounts) => judge(accounts, { kind: 'reserve', ...reservation }));
    return read.ok ? read.value : read;
  }

  /** From here on the cost is spent for ever; only after this may the data be opened. Refuses E_STATE unless reserved. */
  open(run: string): Outcome<Head> {
    return this.#post({ kind: 'open', run });
  }

  /** Names the result of an opened run, whose file must be on disk already. Refuses E_STATE unless open. */
  commit(run: string, result: Sha256): Outcome<Head> {
    return this.#post({ kind: 'commit', run, result });
  }

  /** Frees what a run reserved that was refused before it opened the data. Refuses E_STATE unless reserved. */
  void(run: string): Outcome<Head> {
    return this.#post({ kind: 'void', run });
  }

  /** Raises a cap, by the act that `act` names; from here on the caps of requests do not count. Refuses E_STATE for a lower one. */
  setCap(scope: string, cap: Cost, act: string): Outcome<Head> {
    return this.#post({ kind: 'cap', scope, cap, act });
  }

  /**
   * Voids what was reserved and not opened, and names these runs. What was opened stays spent, committed or not.
   * Only for the start of the domain, while no other process has runs: a run that is about to open would find itself void.
   */
  recover(): Outcome<readonly string[]> {
    return this.#transact(() => {
      const runs = waiting(this.#books.accounts);
      runs.reduce((head, run) => this.#add(head, { kind: 'void', run }), this.#books.head);
      return accept(runs);
    });
  }

  /** Every scope whose name begins with `prefix`, sorted by name. */
  balances(prefix = ''): Outcome<readonly Balance[]> {
    return this.#read(({ balances }) =>
      [...balances.values()]
        .filter(({ scope }) => scope.startsWith(prefix))
        .sort((a, b) => (a.scope < b.scope ? -1 : 1)),
    );
  }

  /** The results that were committed for a canonical query, oldest first. */
  committed(canon: Sha256): Outcome<readonly Sha256[]> {
    return this.#read(({ results }) => results.get(canon) ?? []);
  }

  /**
   * Reads everything again from the file: pages, hashes, the order of postings, every sum against every cap.
   *
   * @returns the head; refuses E_RECORD when anything is wrong, differs from what this process has read before, or lacks `known`
   */
  verify(known: Head = genesis): Outcome<Head> {
    return refuseBroken(() => {
      // Another connection, because this one would answer from its memory.
      const tables = openTables(this.#path);
      try {
        return accept(readBooks(tables, [known, this.#books.head]).head);
      } finally {
        tables.close();
      }
    });
  }

  [Symbol.dispose](): void {
    this.#tables.close();
  }

  #post(posting: Posting): Outcome<Head> {
    return this.#transact(() => {
      const allowed = judge(this.#books.accounts, posting);
      return allowed.ok ? accept(this.#add(this.#books.head, posting)) : allowed;
    });
  }

  /** The accounts learn of it when they are read the next time: an entry whose transaction fails never was. */
  #add(head: Head, posting: Posting): Head {
    const row = link(head, posting);
    this.#tables.add(row);
    return { seq: row.seq, hash: row.hash };
  }

  #transact<T>(work: () => Outcome<T>): Outcome<T> {
    return refuseBroken(() =>
      this.#tables.transact(() => {
        readOn(this.#tables, this.#books);
        return work();
      }),
    );
  }

  #read<T>(look: (accounts: Accounts) => T): Outcome<T> {
    return refuseBroken(() => {
      readOn(this.#tables, this.#books);
      return accept(look(this.#books.accounts));
    });
  }
}

function refuseBroken<T>(work: () => Outcome<T>): Outcome<T> {
  try {
    return work();
  } catch (error) {
    if (isBroken(error)) return refuse('E_RECORD', error.message);
    throw error;
  }
}
