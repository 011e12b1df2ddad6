/** What the fields of commands say in the examples, in the words of the demonstration city: of several with one name the first that fits. */
import { feeCategories } from '#policies/procedure/agreement-commands.ts';
import { commitmentOf } from '#policies/procedure/sample.ts';

const from = '2026-03-01T00:00:00.000Z';
const to = '2027-03-01T00:00:00.000Z';
export const term = { from, to };
const hash = 'a3'.repeat(32);
const pass = { verdict: 'pass', note: '已核查' };
const checklist = { data_security: pass, network_security: pass, personal_info: pass, trade_secret: pass };
const columns = ['uscc', 'district_code', 'registered_capital_cny'];
const dataset = { entry: 'ent_registration', table: 'ent_registration', columns };

export const sql = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL';

const entry = {
  id: 'weather_hourly',
  version: 1,
  title: { zh: '气象站小时观测', en: 'Hourly weather' },
  department: 'dept.meteorology',
  attribute: 'unconditional',
  origin: 'collected',
  secrets: [],
  updateCycle: 'daily',
  tables: [
    {
      name: 'weather_hourly',
      title: { zh: '小时观测', en: 'hourly observations' },
      columns: [
        {
          name: 'temp_c',
          title: { zh: '气温', en: 'air temperature (°C)' },
          type: 'DOUBLE',
          semantic: 'measure',
          tag: 'measure',
          grade: 'L1',
          rule: ['P', 'A', 'F'],
          nullable: true,
        },
      ],
      units: [],
      primaryKey: [],
      foreignKeys: [],
      volume: 8760,
    },
  ],
};

const certificate = { number: '等保三级-2026', validFrom: from, validTo: to };

const materials = {
  name: '启明金科',
  uscc: '91350100M000100Y43',
  contacts: [{ name: '林', certificate: '平台已实名核验', phone: '020-00000000' }],
  capabilities: ['develop', 'publish'],
  certificate,
  acceptedRules: 'platform_rules.1',
  credit: '信用良好',
  technology: '具备数据开发能力',
  security: '等保三级',
  affiliates: [],
};

const request = {
  scenario: { id: 's1_credit', title: '中小企业授信' },
  purpose: { text: '为小微企业授信定价', legalBasis: '与银行的合同' },
  datasets: [{ ...dataset, columns: columns.map((name) => ({ name, reason: '计算所需' })) }],
  rowScope: '全部记录',
  productForms: ['data_metric'],
  term,
  securityMeasures: '仅在域内计算',
};

const clauses = {
  rightsAndDuties: { reportEvery: 6, text: '双方权利义务' },
  scenario: 's1_credit',
  dataScope: [dataset],
  term,
  conditions: { runs: 20, productForms: ['data_metric'], recipients: ['某银行'], text: '仅限本场景' },
  dataSecurity: { destroyWithin: 30, text: '原始数据不出域' },
  fees: { items: [{ category: feeCategories[0], rate: '按公示标准' }], text: '按公示标准' },
  trading: { text: '不进场交易' },
  termination: { cases: ['mutual', 'breach'], text: '违约终止' },
  breachLiability: '依法承担',
};

const content = {
  title: '分区企业数',
  queries: [{ name: 'result', sql }],
  parameters: [],
  outputs: [{ name: 'result', kind: 'table' }],
};

const product = {
  title: '分区企业数',
  form: 'data_metric',
  scenario: 's1_credit',
  purpose: '授信定价',
  recipients: ['某银行'],
  sourceStatement: '市场监督管理局企业登记',
  runs: ['run-7f3a91c2'],
};

const offDays = ['01-01', '02-06', '02-08', '05-01', '10-01', '10-02', '10-03', '10-04'].map((day) => `2027-${day}`);
const ids = ['agr-7f3a91c2'];
const spot = { population: 'exports', size: 3, commitment: commitmentOf('监督抽查种子') };

/** Field → what it may say; one that is not here is a text by its schema, or is left out where it may be. */
export const exampleFields: Readonly<Record<string, readonly unknown[]>> = {
  accesses: [2],
  acknowledged: [[{ run: 'run-7f3a91c2', code: 'freq' }]],
  against: ['dept.tax'],
  agreement: ids,
  anonymous: [false],
  application: ['app-7f3a91c2'],
  atRisk: [['ent_registration']],
  attribute: ['closed'],
  benefit: ['industrial'],
  binding: [{ name: '林', document: 'identity_card', evidence: '平台已实名核验' }],
  case: ['mutual'],
  certificate: [certificate],
  checklist: [checklist],
  checksum: ['ef'.repeat(32)],
  clauses: [clauses],
  clock: ['operator_check'],
  code: ['structural'],
  columns: [[dataset], ['bill_cny']],
  content: [content, '分析结论'],
  covers: [[{ run: 'run-7f3a91c2', code: 'negative' }]],
  criteria: [[{ id: 'security', heading: '安全', weight: 1 }]],
  data: ['artificial'],
  days: [30],
  decision: ['pass', 'uphold', '核实后处理'],
  demands: [['dmd-7f3a91c2']],
  department: ['dept.market_regulation'],
  domains: [['信用']],
  drift: [{ rows: 1, suppressedCells: 1 }],
  due: [to],
  duties: [[{ department: 'dept.tax', what: '用水数据' }]],
  effectiveFrom: [to],
  entries: [['ent_registration']],
  entry: [entry, 'ent_registration'],
  export: ['exp-7f3a91c2'],
  exports: [['exp-7f3a91c2']],
  filing: ['备案-2026-001'],
  findings: [[{ severity: 'minor', text: '记录不全' }], '未发现扩散'],
  founded: [true],
  hash: [hash],
  interim: [{ level: 'warn' }],
  issued: ['2026-11-04'],
  item: [{ catalogName: '法人基础信息', itemName: '登记状态', sharingType: 'conditional', conditions: '履行职责需要' }],
  items: [
    [{ what: '敏感目录', entry: 'not_listed', ground: '涉密', basis: '保密法' }],
    [{ duty: '数据更新', unit: '信息中心', person: '王', phone: '020-1', entries: [] }],
  ],
  kind: ['export_check', 'quality', 'assessment'],
  licence: [{ purpose: '授信', recipients: ['某银行'] }, '自有'],
  materials: [materials],
  measure: [{ level: 'warn' }, 'none'],
  newSnapshot: ['snap-7f3a91c2'],
  notice: ['国办发明电〔2026〕1号'],
  noticeUntil: [to],
  object: ['app-7f3a91c2'],
  off: [offDays],
  operator: ['operator.city'],
  opinion: ['同意'],
  order: [{ entries: ['ent_registration'], epsilon: 1 }],
  org: ['vendor.qiming'],
  parameters: [[]],
  person: ['lin.vendor'],
  product: [product],
  program: ['prg-7f3a91c2'],
  purpose: ['授信定价'],
  reason: ['材料齐全,符合要求'],
  receipt: ['回执-2026-001'],
  request: [request],
  risks: [[{ id: 'backup', domain: 'data_security', severity: 'medium', text: '备份未演练', due: to }]],
  risk: ['backup', '存在泄露风险'],
  scenario: ['s1_credit'],
  scenarios: [['s1_credit']],
  scores: [[{ criterion: 'security', points: 90 }]],
  seed: ['监督抽查种子'],
  spot: [spot],
  subject: ['ab'.repeat(32)],
  successor: ['nrm-7f3a91c2'],
  term: [term],
  tier: ['T0'],
  title: [{ zh: '林 · 启明金科(数据商)', en: 'Lin, analyst at the data vendor Qiming' }, '分区企业数'],
  until: [to],
  uses: [3],
  vendor: ['vendor.qiming'],
  venue: ['gzdex'],
  work: [['2027-02-13']],
  year: [2026, 2027],
};
