/** A whole gateway over PostgreSQL: it opens, writes, checks itself, and finds everything again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openOffice } from '#gateway/open-office.ts';
import { noteDecision } from '#gateway/decisions/note.ts';
import { systemActor } from '#gateway/office.ts';
import { unwrap } from '#policies/refusal.ts';
import { hasPostgres, startPostgres } from '../record/postgres.ts';

test.skipIf(!hasPostgres)(
  'record.md §2: openOffice keeps its record in PostgreSQL, and refuses another record than its witness saw',
  async () => {
    await using server = await startPostgres();
    const dir = mkdtempSync(join(tmpdir(), 'office-'));
    const store = { kind: 'postgres', url: server.database() } as const;
    {
      await using office = await openOffice({ dir, store });
      for (let n = 0; n < 10; n++) {
        const event = { life: 'word', id: `w${n}`, type: 'word.said', data: { n } };
        unwrap(await office.record.commit(noteDecision, event, { actor: systemActor, now: office.clock() }));
      }
      expect(unwrap(await office.selfCheck()).size).toBe(10);
      unwrap(await office.record.permit(3));
    }
    {
      await using office = await openOffice({ dir, store });
      expect(office.record.read.size()).toBe(11);
      expect(office.record.read.bySubject('record')).toHaveLength(1);
      unwrap(await office.record.checkpoint());
    }
    await expect(openOffice({ dir, store: { ...store, url: server.database() } })).rejects.toThrow('E_RECORD');
    rmSync(dir, { recursive: true });
  },
);
