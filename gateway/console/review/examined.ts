/** An export before its reviewer: the document, as the API tells it to him, and what every tab says of it. */
import type { Title } from '#policies/catalog/entry.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { Finding } from '#policies/procedure/export-votes.ts';
import type { Role } from '#policies/procedure/roles.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { offersOf } from '../../access/offers.ts';
import type { Evidence } from '../../evidence.ts';
import type { Console, Reader } from '../console.ts';

/** Who sees the review of an export; the vendor has a page of its own. */
export const reviewing: readonly Role[] = ['operator', 'data_agency', 'competent_authority', 'regulator'];

export interface Examined extends Reader {
  readonly doc: Export;
  /** Commands that the reader may give now. */
  readonly offers: readonly string[];
}

/** The document for the reviewer; refuses as the API does. */
export async function examine({ office }: Console, reader: Reader, id: string): Promise<Outcome<Examined>> {
  const answer = await reader.api.call(`/check/exports/${encodeURIComponent(id)}`);
  if (!answer.ok) return answer;
  const offers = offersOf(office, 'export', id, reader.caller).map(({ command }) => command);
  return accept({ ...reader, doc: answer.value as unknown as Export, offers });
}

/** What of the cells is asked for. */
export interface Asked {
  readonly run?: string | undefined;
  readonly from?: string | undefined;
  readonly only?: string | undefined;
  readonly cell?: string | undefined;
  readonly count?: string | undefined;
}

/** The evidence, in bands. */
export async function evidenceOf({ api, doc }: Examined, asked: Asked): Promise<Outcome<Evidence>> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked) as [string, string | undefined][])
    if (value !== undefined && value !== '') query.set(name, value);
  const answer = await api.call(`/check/exports/${encodeURIComponent(doc.id)}/evidence?${query.toString()}`);
  return answer.ok ? accept(answer.value as unknown as Evidence) : answer;
}

/** What the automatic check has found, at its gravest. */
export type Risk = 'none' | Finding['verdict'];

const grave: readonly Finding['verdict'][] = ['fail', 'review', 'notice', 'suppressed'];

export function riskOf(findings: readonly Finding[]): Risk {
  return grave.find((verdict) => findings.some((finding) => finding.verdict === verdict)) ?? 'none';
}

/** Marks differ in more than their colour. */
export const riskTitles = {
  fail: { zh: '▲ 高风险', en: '▲ high' },
  review: { zh: '◆ 须研判', en: '◆ for a person' },
  notice: { zh: '● 须知悉', en: '● to be known' },
  suppressed: { zh: '○ 已处理', en: '○ settled' },
  none: { zh: '– 无发现', en: '– nothing found' },
} as const satisfies Record<Risk, Title>;

export const riskTones = {
  fail: 'bad',
  review: 'warn',
  notice: 'warn',
  suppressed: 'calm',
  none: 'good',
} as const satisfies Record<Risk, string>;
