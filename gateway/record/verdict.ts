/** What a person reads after `sluice verify`: what holds, as of when, and on whose word. */
import { treatmentWords } from '#policies/disclosure/treat/label.ts';
import { tierWords } from '#policies/isolation.ts';
import type { Disclosure, Isolation } from '#policies/record/certificate.ts';
import type { ExportStatus, Standing } from '#policies/record/export-status.ts';
import type { Verified } from '#policies/record/verify-bundle.ts';

/** Both languages, one fact per line. */
export function printVerdict(verified: Verified): string {
  const { statement, checkpoint, keys, fingerprints } = verified;
  const { product, filing, disclosure, isolation, decisions = [] } = statement.predicate;
  const newest = Math.max(0, ...checkpoint.cosigners.map(({ time }) => time));
  const at = newest === 0 ? 'not cosigned' : new Date(newest * 1000).toISOString();
  const warning =
    '警告：密钥由本包自称，任何人都可能制作这样的包；请将以下指纹与数据机构公布的比对。\n' +
    'WARNING: the keys are asserted by this bundle itself; anybody could have made it. Compare these fingerprints:';
  return [
    `核验通过 Verified: ${product.title.zh} ${product.title.en} (${product.id}), 备案 filing ${filing}`,
    ...statement.subject.map(({ name, digest }) => `文件 File: ${name} sha256 ${digest.sha256}`),
    ...printDisclosure(disclosure),
    ...printIsolation(isolation),
    ...decisions.map(({ run, sha256 }) => `判定承诺 Decision, committed to in the log: ${run} sha256 ${sha256}`),
    `截至检查点 As of checkpoint: ${checkpoint.origin} size ${checkpoint.size}, ${at}`,
    `见证 Witnesses: ${checkpoint.cosigners.map(({ name }) => name).join(', ') || 'none'}`,
    later,
    keys === 'pinned' ? '密钥与您提供的策略一致。\nThe keys are those of the policy that you gave.' : warning,
    ...fingerprints.map(({ use, name, sha256 }) => `  ${use} ${name} ${sha256}`),
    '',
  ].join('\n');
}

const standingWords: Readonly<Record<Standing, { readonly zh: string; readonly en: string }>> = {
  stands: { zh: '有效', en: 'stands' },
  suspended: { zh: '已暂停提供', en: 'is suspended' },
  expired: { zh: '已到期', en: 'has expired' },
  recalled: { zh: '已召回', en: 'was recalled' },
};

/** How the export stands by the log that was asked, and how surely. */
export function printStatus({ standing, since, checkpoint, proof }: ExportStatus): string {
  const { zh, en } = standingWords[standing];
  const newest = Math.max(0, ...checkpoint.cosigners.map(({ time }) => time));
  const at = newest === 0 ? 'not cosigned' : new Date(newest * 1000).toISOString();
  const sure =
    proof === 'whole_log'
      ? '已读全部日志，无其他记录。The whole log was read: nothing else happened.'
      : '该记录已证明在日志中；此后无其他记录，仅凭答复方所言。\n' +
        'The event is proven to stand in the log; that nothing came after it is the word of who answered.';
  return [
    `截至检查点 As of checkpoint ${checkpoint.size} (${at}): ${zh} the export ${en}`,
    `依据 By entry ${since.seq}: ${since.type}, ${since.at}`,
    sure,
    '',
  ].join('\n');
}

const later =
  '此后是否被暂停或召回，文件包无从得知；用 --log 核对日志。\n' +
  'Whether it was suspended or recalled later, the bundle cannot know: compare with the log by --log.';

/** One line for the whole, one more for each result where they differ or a risk was accepted. */
export function printIsolation({ tier, runs = [] }: Pick<Isolation, 'tier' | 'runs'>): readonly string[] {
  const lines = runs.map(({ run, tier: own, acceptance }) => {
    const accepted =
      acceptance === undefined
        ? ''
        : `; 风险已由托管方接受 risk accepted by the custodian of the domain: ${acceptance}`;
    return `  ${run}: ${printTier(own)}${accepted}`;
  });
  return [`隔离等级 Isolation tier: ${printTier(tier)}`, ...lines];
}

function printTier(tier: Isolation['tier']): string {
  const { zh, en } = tierWords[tier];
  return `${tier}, ${zh} ${en}`;
}

/** A reader must not take noisy, rounded or perturbed numbers for exact ones. */
export function printDisclosure(disclosure: Disclosure): readonly string[] {
  if (disclosure.mode === 'exact') return [];
  const treated = (disclosure.tables ?? []).map(({ run, ...label }) => {
    const { zh, en } = treatmentWords(label);
    return `${run}：${zh} ${en}`;
  });
  if (disclosure.mode !== 'private') return treated;
  const noisy = disclosure.answers.map(
    ({ run, space, epsilon, delta, rho }) =>
      `差分隐私：结果含噪声 Private lane, the result is noisy: ${run}, units ${space}, ε ${epsilon} at δ ${delta} (ρ ${rho})`,
  );
  return [...noisy, ...treated];
}
