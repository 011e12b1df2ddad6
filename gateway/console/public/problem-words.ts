/** Refusals as the city's people read them: those that a vendor meets at the workbench are written there, all others here. */
import { rules, type RefusalCode } from '#policies/refusal.ts';
import { refusalWords } from '../workbench/refusal-words.ts';

interface Said {
  readonly title: string;
  readonly remedy: string;
}

const others: Readonly<Partial<Record<RefusalCode, Said>>> = {
  E_PERMIT: { title: '运行许可不成立', remedy: '请经平台下单,使指令先记入日志。' },
  E_QUARANTINE: { title: '没有这一隔离结果', remedy: '请重新运行程序。' },
  E_INGEST: { title: '数据与目录条目不符', remedy: '请更正所列的行或条目后重新接入;本次未保留任何数据。' },
  E_SECRET_TABLE: { title: '不接收国家秘密与工作秘密', remedy: '请从条目中移除该表;此类数据另依法律处理。' },
  E_UNKNOWN_SNAPSHOT: { title: '该条目尚未发布数据', remedy: '请数源部门先接入并发布数据。' },
  E_ENTRY: { title: '目录条目不合规', remedy: '请在所指位置更正条目。' },
  E_REPORT: { title: '报告超出允许的内容', remedy: '请只用允许的标记,并引用本次出域各运行的单元格。' },
  E_REPORT_NUMBER: {
    title: '报告中的数字既非引用也非声明',
    remedy: '请引用已核查表格的单元格,或声明该常量(如年份、条款)。',
  },
  E_STATE: { title: '当前状态不允许', remedy: '请查看该事项的状态表,了解可行的步骤。' },
  E_SEPARATION: { title: '须职责分离', remedy: '须由另一人办理;注明时须由另一机构办理。' },
  E_NOT_FOUND: { title: '没有这一事项', remedy: '请核对编号。' },
  E_SCOPE: { title: '超出授权范围', remedy: '请就该场景另行申请所需的列或表。' },
  E_NOT_APPROVED: { title: '该程序文本未获批准', remedy: '请冻结修改后的程序,并使新哈希获批。' },
  E_CONSENT: {
    title: '个人与秘密数据须脱敏,或经本人同意',
    remedy: '请汇总成表、使用加噪结果,或列明对该数据商、事项和列有效的同意。',
  },
  E_DISPUTED: { title: '涉嫌侵权的数据在决定前不得离域', remedy: '请去掉有争议的列,或等待对异议的决定。' },
  E_OVERDUE: { title: '利用情况反馈逾期', remedy: '请提交协议约定的利用情况反馈。' },
  E_NOT_FILED: { title: '只有经核查并备案的成果才能离域', remedy: '请通过出域核查,并由数据机构受理备案。' },
  E_STOPPED: { title: '一切已停止,或该场景已停止', remedy: '请等待两个机构会同解除紧急停止,或应急预案结束。' },
  E_SANCTIONED: { title: '该数据商正受处理,不得办理', remedy: '请等待处理期满,或提出申诉。' },
  E_WITHDRAWN: { title: '数据已撤回', remedy: '请等待部门评估、机构以新快照重新开放后再运行。' },
  E_NORM: { title: '没有生效的规范依据', remedy: '请指明现行版本:由运营机构起草,数据机构审核,主管部门同意。' },
  E_DENIALS: { title: '与以往出域相冲突而被拒的请求过多', remedy: '请等待下月,使用已出域的成果,或请运营机构处理。' },
  E_CHECK_ITEM: { title: '合规核查有一项未通过', remedy: '请按该项的改法处理;核查清单列出全部各项。' },
  E_EXCEPTION: {
    title: '不利发现未经例外批准,或例外已失效',
    remedy: '请由运营机构向数据机构申请例外;以往出域可推知者一律不予例外。',
  },
  E_STANDING: { title: '现状下没有适用的常设批准', remedy: '请由人员复核本次出域。' },
  E_ISOLATION: {
    title: '程序未受隔离,且无人接受风险',
    remedy: '请在域的主机上安装隔离工具,或由域的托管方为这些条目接受风险。',
  },
  E_HISTORY: {
    title: '与以往出域合并后透露过多',
    remedy: '请用更粗的设计、与以往相同的查询、单元格密钥计数,或差分隐私通道。',
  },
  E_METHOD: { title: '该地址不接受这种方法', remedy: '请使用 Allow 标头列出的方法。' },
  E_ACCEPT: { title: '没有这种格式', remedy: '请接受 Arrow、Parquet、CSV 或 JSON。' },
  E_MEDIA: { title: '请求体的格式无法读取', remedy: '请以 JSON 发送。' },
  E_CONFLICT: { title: '您查看之后已有人办理', remedy: '请重新取得,查看变化,再以现在的 ETag 提交。' },
  E_IDEMPOTENCY: { title: '该键已用于另一请求', remedy: '每个新请求请用新的 Idempotency-Key,例如 UUID。' },
  E_REPLAY: {
    title: '该键的请求不再重做,且其答复不在手边',
    remedy: '请稍候一秒重发同一请求;若仍如此,请查看它应产生的事项。',
  },
  E_CONNECTIONS: { title: '打开的流过多', remedy: '请先关闭一个流,或改为不时取得资源。' },
  E_NO_ANSWER: {
    title: '该参数组合尚无已出域的结果',
    remedy: '请数据商将该组合的结果送核查并出域;接口说明列有可调用的组合。',
  },
  E_AUTH: { title: '尚未表明身份', remedy: '请登录,或随请求发送账户的令牌。' },
  E_RATE: { title: '请求过多', remedy: '请等待 Retry-After 所示的秒数,并放慢请求。' },
  E_CSRF: { title: '请求可能来自其他网站', remedy: '请从您打开的本控制台页面提交。' },
  E_TOKEN_SCOPE: { title: '该令牌不适用于此', remedy: '请签发包含该阶段(并可修改)的令牌。' },
  E_SECOND_FACTOR: { title: '第二因素的验证已过期', remedy: '请在“账户”页再次输入第二因素的验证码,然后重试。' },
  E_VERIFY: { title: '核验不通过', remedy: '请勿使用该文件;请向运营机构重新索取,并告知数据机构。' },
  E_RECORD: { title: '日志核验不通过', remedy: '请停止使用;与见证方比对,并从完整备份恢复。' },
  E_WITNESS: { title: '共同签名的见证方不足', remedy: '请在见证方恢复后重试;已记录的内容不会丢失。' },
};

/** Of a code that nobody has translated yet, its English words. */
export function chineseOf(code: RefusalCode): Said {
  return refusalWords[code] ?? others[code] ?? rules[code];
}
