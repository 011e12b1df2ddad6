/** Words of the catalog, as the public reads it. */
import type {
  CatalogEntry,
  ColumnRule,
  ColumnTag,
  Grade,
  OpenAttribute,
  SecretFlag,
  SemanticType,
  Title,
} from '#policies/catalog/entry.ts';

export const attributeTitles: Readonly<Record<OpenAttribute, Title>> = {
  closed: { zh: '不予开放', en: 'closed' },
  conditional: { zh: '有条件开放', en: 'on conditions' },
  unconditional: { zh: '无条件开放', en: 'without conditions' },
};

export const cycleTitles: Readonly<Record<CatalogEntry['updateCycle'], Title>> = {
  once: { zh: '一次性', en: 'once' },
  daily: { zh: '每日', en: 'daily' },
  monthly: { zh: '每月', en: 'monthly' },
  yearly: { zh: '每年', en: 'yearly' },
  realtime: { zh: '实时', en: 'in real time' },
};

export const gradeTitles: Readonly<Record<Grade, Title>> = {
  L1: { zh: 'L1 无害', en: 'L1 harmless' },
  L2: { zh: 'L2 低', en: 'L2 low' },
  L3: { zh: 'L3 较高', en: 'L3 elevated' },
  L4: { zh: 'L4 敏感个人信息', en: 'L4 sensitive personal' },
};

export const ruleTitles: Readonly<Record<ColumnRule, Title>> = {
  P: { zh: '可输出', en: 'output' },
  G: { zh: '可作分组键', en: 'group key' },
  A: { zh: '只可汇总', en: 'inside aggregates' },
  J: { zh: '只可关联', en: 'join or unit key' },
  F: { zh: '只可筛选', en: 'filter' },
  X: { zh: '不可使用', en: 'never' },
};

export const tagTitles: Readonly<Record<ColumnTag, Title>> = {
  direct: { zh: '直接标识', en: 'direct identifier' },
  quasi: { zh: '准标识', en: 'quasi-identifier' },
  sensitive: { zh: '敏感属性', en: 'sensitive' },
  measure: { zh: '度量', en: 'measure' },
  plain: { zh: '普通', en: 'plain' },
  weight: { zh: '抽样权重', en: 'sampling weight' },
  free_text: { zh: '自由文本', en: 'free text' },
};

export const secretTitles: Readonly<Record<SecretFlag, Title>> = {
  state_secret: { zh: '国家秘密', en: 'state secret' },
  work_secret: { zh: '工作秘密', en: 'work secret' },
  personal_info: { zh: '个人信息', en: 'personal information' },
  trade_secret: { zh: '商业秘密', en: 'trade secrets' },
};

export const meaningTitles: Readonly<Record<SemanticType, Title>> = {
  uscc: { zh: '统一社会信用代码', en: 'social credit code' },
  resident_id: { zh: '身份证号', en: 'resident id' },
  person_name: { zh: '姓名', en: 'name of a person' },
  company_name: { zh: '企业名称', en: 'name of a company' },
  phone: { zh: '电话', en: 'telephone' },
  plate: { zh: '车牌', en: 'plate' },
  address: { zh: '地址', en: 'address' },
  bank_card: { zh: '银行卡', en: 'bank card' },
  icd10: { zh: '疾病编码', en: 'disease code' },
  industry: { zh: '行业', en: 'industry' },
  district: { zh: '行政区', en: 'district' },
  serial: { zh: '流水号', en: 'serial' },
  code: { zh: '代码', en: 'code' },
  flag: { zh: '标志', en: 'flag' },
  date: { zh: '日期', en: 'date' },
  timestamp: { zh: '时刻', en: 'moment' },
  period: { zh: '年月', en: 'month' },
  year: { zh: '年份', en: 'year' },
  amount: { zh: '金额', en: 'amount' },
  count: { zh: '数量', en: 'count' },
  ratio: { zh: '比率', en: 'ratio' },
  measure: { zh: '度量', en: 'measure' },
  text: { zh: '文本', en: 'text' },
};

/** How a change between two versions is called. */
export const changeTitles = {
  added: { zh: '新增', en: 'added' },
  removed: { zh: '删除', en: 'removed' },
  changed: { zh: '修改', en: 'changed' },
} as const satisfies Readonly<Record<string, Title>>;
