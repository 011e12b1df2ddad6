/** What the sections of the description are called. */
import type { Title } from '#policies/catalog/entry.ts';
import { stageTitles } from '../console/frame.ts';
import type { Section } from './operation.ts';

export const sectionTitles: Readonly<Record<Section, Title>> = {
  account: { zh: '本人', en: 'account' },
  ...stageTitles,
  log: { zh: '透明日志', en: 'the log as files' },
  description: { zh: '接口描述', en: 'the description' },
};
