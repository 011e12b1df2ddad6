/** README.txt of a bundle: what it is and how to check it, for a person of the city and for anybody else. */
import { bundleNames } from '#policies/record/bundle-names.ts';
import { treatmentWords } from '#policies/disclosure/treat/label.ts';
import { tierWords } from '#policies/isolation.ts';
import type { Disclosure, ExportPredicate, Isolation } from '#policies/record/certificate.ts';

const noisyWords = {
  zh: '\n数值含噪声（差分隐私）：每个数值旁给出 σ 与 95% 区间，隐私损失见证书。',
  en: '\nThe numbers are noisy (differential privacy): σ and a 95 % interval stand beside each, the privacy loss in the certificate.',
};

/** What a reader must know of the numbers before using them; each sentence once. */
function wordsOf(disclosure: Disclosure): typeof noisyWords {
  if (disclosure.mode === 'exact') return { zh: '', en: '' };
  const treated = (disclosure.tables ?? []).map((label) => treatmentWords(label));
  const words = [
    ...(disclosure.mode === 'private' ? [noisyWords] : []),
    ...treated.map(({ zh, en }) => ({ zh: `\n${zh}`, en: `\n${en}` })),
  ];
  const once = (language: 'zh' | 'en'): string => [...new Set(words.map((word) => word[language]))].join('');
  return { zh: once('zh'), en: once('en') };
}

/** The tier, and by which entries of the record somebody answers for it. */
function isolationWords({ tier, runs = [] }: Isolation): typeof noisyWords {
  const { zh, en } = tierWords[tier];
  const named = [...new Set(runs.flatMap(({ acceptance }) => acceptance ?? []))];
  const accepted = named.length > 0 && named.join(', ');
  return {
    zh: `${tier}（${zh}）${accepted ? `；托管方已接受风险：${accepted}` : ''}`,
    en: `${tier} (${en})${accepted ? `; risk accepted by the custodian of the domain: ${accepted}` : ''}`,
  };
}

export function printReadme(files: readonly string[], predicate: ExportPredicate): string {
  const { product, filing, sourceStatement, licence, disclosure } = predicate;
  const isolation = isolationWords(predicate.isolation);
  const noisy = wordsOf(disclosure);
  const { certificate, publicKey, policy, proof, page } = bundleNames;
  return `公共数据产品 ${product.title.zh}（${product.id}）
备案号：${filing}
来源声明：${sourceStatement.zh}
许可：${licence}
数据文件：${files.toSorted().join('、')}${noisy.zh}
隔离等级：${isolation.zh}

核验方法：
  sluice verify 本文件包.zip --policy 您保存的.policy.txt
    核对签名、每个文件的哈希、出域记录在日志中的证明、日志检查点与见证签名。无需联网。
  也可断网后用浏览器打开 ${page}，把本文件包拖入；该页与 sluice verify 使用同一程序。页面随包送达，不能为自己作证。
  不带 --policy 时使用包内的 ${policy}，其中的密钥由本包自称，请与数据机构公布的指纹比对。
  证书 ${certificate} 是 DSSE/in-toto 格式，也可用其他工具核验，例如：
    cosign verify-blob-attestation --insecure-ignore-tlog --key ${publicKey} --signature ${certificate} --type https://sluice.example/export/v1 数据文件
  核验结果只说明截至所示检查点的情况；此后是否暂停或召回，请向数据机构查询，或核对日志：
    sluice verify 本文件包.zip --log 数据机构公布的地址

Public data product ${product.title.en} (${product.id})
Filing number: ${filing}
Source: ${sourceStatement.en}
Licence: ${licence}
Data files: ${files.toSorted().join(', ')}${noisy.en}
Isolation tier: ${isolation.en}

How to verify:
  sluice verify this-bundle.zip --policy your-pinned.policy.txt
    checks the signature, the hash of every file, the proof that the release stands in the log (${proof}),
    the log's checkpoint and the witness cosignatures. It needs no network.
  Or open ${page} in a browser with the network off and drag this bundle into it: the same program. A page that
    came with the bundle cannot vouch for itself.
  Without --policy the ${policy} inside is used; its keys are asserted by this bundle itself:
    compare their fingerprints with those that the data agency publishes.
  The certificate is DSSE/in-toto; other tools verify it too, for example:
    cosign verify-blob-attestation --insecure-ignore-tlog --key ${publicKey} --signature ${certificate} --type https://sluice.example/export/v1 DATA-FILE
  The result holds as of the checkpoint shown. Whether the product was suspended or recalled since, ask the data
    agency, or compare with the log: sluice verify this-bundle.zip --log ADDRESS-THAT-THE-DATA-AGENCY-PUBLISHES
`;
}
