/** What an installation tells everybody of its log: whom to believe, and the newest checkpoint, signed by SM2 too where it does that. */
import { accept, type Outcome } from '#policies/refusal.ts';
import { printKey } from '#policies/record/note.ts';
import { printPolicy } from '#policies/record/policy.ts';
import { addSm2Signature, printSm2Policy } from '#policies/record/sm2-note.ts';
import type { Office } from './office.ts';

/** `policy.txt` as it also lies in every bundle. */
export function policyText({ trust, keys: { certificate, sm2 } }: Pick<Office, 'trust' | 'keys'>): string {
  const second = sm2 ? printSm2Policy({ log: sm2.log.key, certificate: sm2.certificate.key }) : '';
  return second + printPolicy({ ...trust, certificateKey: printKey(certificate.key) });
}

/** Refuses E_RECORD where the witnesses will not cosign. */
export async function publishedCheckpoint({ record, keys: { sm2 } }: Office): Promise<Outcome<string>> {
  const newest = await record.checkpoint();
  return newest.ok && sm2 ? accept(addSm2Signature(newest.value, sm2.log)) : newest;
}
