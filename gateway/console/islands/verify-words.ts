/** What the page of verification says, in the language of the reader. What a bundle's own page says comes from the same table as there. */
import type { Title } from '#policies/catalog/entry.ts';
import type { Standing } from '#policies/record/export-status.ts';
import type { LogStep } from './verify-log-check.ts';

export const logStepWords: Readonly<Record<LogStep, { readonly looks: Title; readonly fails: Title }>> = {
  policy: {
    looks: { zh: '密钥策略', en: 'Policy: which keys are to be believed' },
    fails: {
      zh: '密钥策略无法读取,或日志密钥与本浏览器上次所见不同。',
      en: 'The policy cannot be read, or the key of the log is not the one that this browser saw before.',
    },
  },
  signature: {
    looks: { zh: '检查点的日志签名', en: 'Signature of the log under its checkpoint' },
    fails: { zh: '检查点不是由策略中的日志签署。', en: 'The checkpoint is not signed by the log of the policy.' },
  },
  witnesses: {
    looks: { zh: '见证方的共同签名', en: 'Cosignatures of the witnesses' },
    fails: {
      zh: '见证方的有效签名少于策略要求。',
      en: 'Fewer witnesses have cosigned the checkpoint than the policy asks for.',
    },
  },
  tree: {
    looks: { zh: '全部哈希瓦片通向检查点的根', en: 'Every tile of hashes, up to the root of the checkpoint' },
    fails: {
      zh: '瓦片与检查点的根不符:日志被改动。',
      en: 'The tiles do not lead to the root of the checkpoint: the log was altered.',
    },
  },
  history: {
    looks: { zh: '与本浏览器上次所见一致,只增不改', en: 'It only added to what this browser saw before' },
    fails: {
      zh: '日志与本浏览器上次所见的历史不同:曾被改写或缩短。请保留本页并告知数据机构与见证方。',
      en: 'The log has another history than the one that this browser saw: it was rewritten or cut. Keep this page and tell the data agency and the witnesses.',
    },
  },
};

export const words = {
  good: { zh: '日志核验通过', en: 'The log verifies' },
  bad: { zh: '日志核验不通过', en: 'The log does not verify' },
  unknown: { zh: '无法判断', en: 'Cannot tell' },
  unknownWhy: {
    zh: '日志的文件无法取得(网络断开或服务未应答),因此既不能说通过,也不能说不通过。缺少:',
    en: 'A file of the log could not be had: the network is off, or nobody answers. So nothing is said for or against it. Missing:',
  },
  working: { zh: '正在核验…', en: 'Verifying …' },
  first: {
    zh: '本浏览器首次核验;已记住此检查点,供下次比对。',
    en: 'The first look of this browser; the checkpoint is kept for the next one.',
  },
  notKept: {
    zh: '本浏览器不允许保存,下次无从比对。',
    en: 'This browser lets nothing be kept, so the next look has nothing to compare with.',
  },
  pinned: { zh: '密钥与您提供的策略一致。', en: 'The keys are those of the policy that you gave.' },
  asBefore: {
    zh: '日志密钥与本浏览器上次所见相同。',
    en: 'The key of the log is the one that this browser saw before.',
  },
  selfAsserted: {
    zh: '警告:密钥由日志自称,请与数据机构公布的指纹比对,或提供您保存的策略。',
    en: 'WARNING: the keys are asserted by the log itself. Compare them with those that the data agency publishes, or give the policy that you keep.',
  },
  entryHeld: { zh: '该条目在日志中,序号', en: 'The entry stands in the log, as number' },
  entryMissing: { zh: '该条目不在此日志中。', en: 'The entry does not stand in this log.' },
  entryNone: { zh: '所填内容不是日志条目。', en: 'What was given is no entry of a log.' },
  releaseHeld: { zh: '文件包的出域记录在此日志中,序号', en: 'The release of the bundle stands in this log, as number' },
  releaseMissing: {
    zh: '文件包的出域记录不在此日志中,或日志改写了文件包所见的历史。',
    en: 'The release of the bundle does not stand in this log, or the log has another history than the bundle.',
  },
  statusUnknown: { zh: '成果现状:无法判断。', en: 'How the export stands now: cannot tell.' },
} as const satisfies Readonly<Record<string, Title>>;

/** How an export stands as of a checkpoint. */
export const standingWords: Readonly<Record<Standing, Title>> = {
  stands: { zh: '成果现状:有效', en: 'How the export stands now: it stands' },
  suspended: { zh: '成果现状:已暂停提供', en: 'How the export stands now: suspended' },
  expired: { zh: '成果现状:已到期', en: 'How the export stands now: expired' },
  recalled: { zh: '成果现状:已召回,请勿使用', en: 'How the export stands now: recalled, do not use it' },
};
