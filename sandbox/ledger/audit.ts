/** Reading entries into accounts, one after the other, believing none of them. */
import { emptyAccounts, enter, judge, type Accounts } from './accounts.ts';
import { BrokenLedger, follow, genesis, type Head, type Row } from './chain.ts';
import type { Tables } from './tables.ts';

/** What was read so far; `head` is the last entry of it. */
export interface Books {
  readonly accounts: Accounts;
  head: Head;
}

/**
 * Reads all: pages, hashes, the order of postings, every sum against every cap.
 *
 * @param mustHave heads that were seen before
 * @throws BrokenLedger when anything is wrong, or a head is not there as it was
 */
export function readBooks(tables: Tables, mustHave: readonly Head[]): Books {
  return tables.transact(() => {
    tables.requireWholePages();
    const missing = new Set(mustHave.filter(({ seq }) => seq > 0));
    const books: Books = { accounts: emptyAccounts(), head: genesis };
    for (const row of tables.rowsFrom(1)) {
      readNext(books, row);
      for (const one of missing) if (isSame(one, books.head)) missing.delete(one);
    }
    for (const { seq } of missing) throw lost(seq);
    return books;
  });
}

/**
 * Reads on from the head, which must still be there.
 *
 * @throws BrokenLedger when anything of it is wrong; what was read before that stays read
 */
export function readOn(tables: Tables, books: Books): void {
  const from = books.head;
  let mustSee = from.seq > 0;
  for (const row of tables.rowsFrom(from.seq)) {
    if (!mustSee) readNext(books, row);
    else if (isSame(row, from)) mustSee = false;
    else break;
  }
  if (mustSee) throw lost(from.seq);
}

function readNext(books: Books, row: Row): void {
  const { head, posting } = follow(books.head, row);
  const allowed = judge(books.accounts, posting);
  if (!allowed.ok) throw new BrokenLedger(`Cannot read the ledger: entry ${head.seq} must keep the rules`);
  enter(books.accounts, posting);
  books.head = head;
}

function isSame(a: Omit<Row, 'json'>, b: Head): boolean {
  return a.seq === b.seq && a.hash === b.hash;
}

function lost(seq: number): BrokenLedger {
  return new BrokenLedger(`Cannot read the ledger: entry ${seq} must be there as it was`);
}
