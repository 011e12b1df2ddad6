/** What `verify.html` says, in both languages: what each step looks at, what it means when it fails, and what no file can know. */
import type { Title } from '#policies/catalog/entry.ts';
import type { Disclosure } from '#policies/record/certificate.ts';
import type { Step, Verified } from '#policies/record/verify-bundle.ts';

/** A step, and what a reader should think when it does not hold. */
interface StepWords {
  readonly looks: Title;
  readonly fails: Title;
}

export const stepWords: Readonly<Record<Step, StepWords>> = {
  policy: {
    looks: { zh: '密钥策略', en: 'Policy: which keys are to be believed' },
    fails: {
      zh: '密钥策略缺失、被改动，或与您提供的策略不一致。',
      en: 'The policy is missing or altered, or is not the one that you gave.',
    },
  },
  certificate: {
    looks: { zh: '证书签名', en: 'Signature of the certificate' },
    fails: {
      zh: '证书被改动，或不是由策略中的密钥签发。',
      en: 'The certificate was altered, or was not signed by the key of the policy.',
    },
  },
  files: {
    looks: { zh: '每个文件的 SHA-256', en: 'SHA-256 of every file' },
    fails: {
      zh: '有文件与证书所列不符：被改动、缺失，或属于另一个出域产品。',
      en: 'A file is not the one that the certificate names: altered, missing, or of another export.',
    },
  },
  log: {
    looks: { zh: '存证日志对检查点的签名', en: 'Signature of the log under its checkpoint' },
    fails: {
      zh: '检查点被改动，或不是由策略中的日志签署。',
      en: 'The checkpoint was altered, or was not signed by the log of the policy.',
    },
  },
  witnesses: {
    looks: { zh: '见证方的共同签名', en: 'Cosignatures of the witnesses' },
    fails: {
      zh: '见证方的有效签名少于策略要求的数目。',
      en: 'Fewer witnesses have cosigned the checkpoint than the policy asks for, or a cosignature does not verify.',
    },
  },
  inclusion: {
    looks: { zh: '出域记录在日志中的证明', en: 'Proof that the release stands in the log' },
    fails: {
      zh: '证明不能从出域记录通向检查点：记录或证明被改动。',
      en: 'The proof does not lead from the release to the checkpoint: one of them was altered.',
    },
  },
  release: {
    looks: { zh: '日志中的出域记录与本证书一致', en: 'The release in the log names this certificate' },
    fails: {
      zh: '日志中的记录是另一次出域或另一份证书。',
      en: 'The record in the log is of another release or another certificate.',
    },
  },
};

export const verdictWords = {
  good: { zh: '核验通过', en: 'Verified' },
  bad: { zh: '核验不通过：请勿使用这些文件', en: 'Not verified: do not use these files' },
} as const satisfies Record<string, Title>;

/** What is true of every verification without a connection. */
export const limits: readonly Title[] = [
  {
    zh: '结果仅截至上述检查点；此后是否被暂停或召回，本页无从得知，请向数据机构查询，或用 sluice verify --log 核对日志。',
    en: 'The result holds as of the checkpoint above. Whether the product was suspended or recalled later, this page cannot know: ask the data agency, or compare with the log by sluice verify --log.',
  },
  {
    zh: '本页与文件包一同送达，不能为自己作证；请使用数据机构公布的同一页面或 sluice verify。',
    en: 'This page came with the bundle and cannot vouch for itself: use the copy that the data agency publishes, or sluice verify.',
  },
];

const selfAsserted: Title = {
  zh: '警告：密钥由本包自称，任何人都可能制作这样的包；请将以下指纹与数据机构公布的比对，或提供您保存的策略文件。',
  en: 'WARNING: the keys are asserted by this bundle itself; anybody could have made it. Compare the fingerprints below with those that the data agency publishes, or give the policy that you keep.',
};
const pinned: Title = { zh: '密钥与您提供的策略一致。', en: 'The keys are those of the policy that you gave.' };

/** The facts of a verified bundle, one a line. */
export function factsOf({ statement, checkpoint, keys }: Verified): readonly Title[] {
  const { product, filing, isolation, disclosure } = statement.predicate;
  const names = statement.subject.map(({ name }) => name);
  return [
    { zh: `产品：${product.title.zh}（${product.id}）`, en: `Product: ${product.title.en} (${product.id})` },
    { zh: `备案号：${filing}`, en: `Filing number: ${filing}` },
    { zh: `数据文件：${names.join('、')}`, en: `Data files: ${names.join(', ')}` },
    disclosureWords(disclosure),
    { zh: `隔离等级：${isolation.tier}`, en: `Isolation tier: ${isolation.tier}` },
    {
      zh: `截至检查点：${checkpoint.origin}，共 ${checkpoint.size} 条`,
      en: `As of checkpoint: ${checkpoint.origin}, size ${checkpoint.size}`,
    },
    ...checkpoint.cosigners.map(({ name, time }) => ({
      zh: `见证：${name}，${new Date(time * 1000).toISOString()}`,
      en: `Cosigned by ${name} at ${new Date(time * 1000).toISOString()}`,
    })),
    keys === 'pinned' ? pinned : selfAsserted,
  ];
}

function disclosureWords(disclosure: Disclosure): Title {
  switch (disclosure.mode) {
    case 'exact':
      return { zh: '数值精确，按规则抑制', en: 'Exact numbers, suppressed by rule' };
    case 'rounded':
      return { zh: '数值并非精确值：已舍入', en: 'The numbers are not exact: rounded' };
    case 'perturbed':
      return { zh: '数值并非精确值：已加扰动', en: 'The numbers are not exact: perturbed' };
    case 'private': {
      const losses = disclosure.answers.map(({ space, epsilon, delta }) => `${space} ε ${epsilon}, δ ${delta}`);
      const loss = losses.join('; ');
      return { zh: `数值含噪声（差分隐私）：${loss}`, en: `The numbers are noisy (differential privacy): ${loss}` };
    }
  }
}
