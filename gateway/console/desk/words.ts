/** How commands are called and where things are found. */
import type { Title } from '#policies/catalog/entry.ts';
import type { LifeName } from '#policies/procedure/lives.ts';
import { collections, stageCommands, stages } from '../../stages/collections.ts';
import { fieldTitle } from '../forms/words.ts';
import type { View } from '../view.ts';

const titles: Readonly<Record<string, Title>> = {
  draft: { zh: '起草', en: 'Draft' },
  edit: { zh: '修改', en: 'Edit' },
  submit: { zh: '提交', en: 'Submit' },
  request: { zh: '申请', en: 'Request' },
  approve: { zh: '通过', en: 'Approve' },
  return: { zh: '退回', en: 'Return' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
};

/** In the language of the reader. */
export function commandTitle(view: View, command: string): string {
  const found = Object.hasOwn(titles, command) ? titles[command] : undefined;
  return found ? view.t(found) : fieldTitle(view, command);
}

/** The collection of a life, and the first stage that moves it. */
export function placeOf(life: LifeName): { readonly stage: string; readonly collection: string } {
  const [collection = life] = Object.entries(collections).find(([, name]) => name === life) ?? [];
  const stage = stages.find((one) => Object.hasOwn(stageCommands[one], collection)) ?? 'audit';
  return { stage, collection };
}

/** The page of a thing. */
export function hrefOf(life: LifeName, id: string): string {
  const { stage, collection } = placeOf(life);
  return `/desk/${stage}/${collection}/${encodeURIComponent(id)}`;
}
