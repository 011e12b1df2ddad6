/** The accounts of Berka through the door: what became of a loan should be known by the account's district and its owner's birth. */
import { berkaHoldersEntry, berkaHoldersFiles, berkaHoldersOptions } from '../../fixtures/berka-holders.ts';
import { openFit, type OpenedFit } from './open-fit.ts';

const ownerBirth = {
  name: 'owner_birth',
  child: 'holder',
  column: 'birth_date',
  pick: 'lowest',
  where: { column: 'role', value: 'OWNER' },
} as const;

const context = ['owner_birth', 'district_id'];

export const berkaOrder = {
  holdout: 0,
  tables: [
    { table: 'account', summaries: [ownerBirth] },
    { table: 'holder', context },
    { table: 'loan', context },
  ],
};

export function openBerkaDoor(shared: string, dir: string): Promise<OpenedFit> {
  const files = (into: string) => berkaHoldersFiles(shared, into);
  return openFit({ entry: berkaHoldersEntry, files, options: berkaHoldersOptions, order: berkaOrder }, dir);
}
