/**
 * What the regulations say, word by word (in the characters of the copy that was read), for every parameter that a profile marks as `text`:
 * `profile.place` → article and quote. Short, so that an official finds it again.
 */
export type Quote = readonly [article: string, quote: string];

const operation: Readonly<Record<string, Quote>> = {
  'validity.years': ['003-37', '本辦法自公布之日起施行,有效期三年'],
  'days.vendor_registration_days': ['003-14(2)', '在受理之日起5個工作日內'],
  'days.vendor_refusal_report_days': ['003-14(3)', '應當在3個工作日內'],
  'days.source_department_review_days': ['003-19(2)', '應在5個工作日內'],
  'days.district_review_days': ['003-19(3)', '應在5個工作日內'],
  'days.agency_review_days': ['003-19(4)', '應在5個工作日內'],
  'days.demand_accept_days': ['000', '自收到需求之日起20个工作日内予以反馈并提供开放数据'],
  'days.demand_reject_days': ['000', '自收到需求之日起5个工作日内反馈不开放理由'],
  'days.appeal_agency_days': ['003-35', '原則上在15個工作日內'],
  'days.appeal_authority_days': ['003-35', '應當在30個工作日內'],
  'switches.regimes': ['003-3, 000', '公共數據授權運營,是指市人民政府授權'],
  'switches.agreementRequired': ['003-20(2)', '簽訂協議后方可開通'],
  'switches.objectionHandledBy': ['000', '可以通过数据开放平台向公共数据开放主体提出异议'],
  'switches.filingRequired': ['003-22(1)', '核查通過并報送市政務大數據管理機構備案'],
  'switches.sharedOriginInCatalog': ['002-15(3)', '通过共享等手段获得的公共数据,不应纳入本机构的开放目录'],
  'switches.usageReport': ['003-27(3)', '并反饋數據開發利用情況'],
  'reports.R03': ['003-14(3)', '應當在3個工作日內'],
  'reports.R11': ['003-32', '市公共數據主管部門每年組織對公共數據運營機構進行評價'],
  'scheme.closedGrounds': ['002-10', '(五)法律、法规、规章规定不得开放'],
  'scheme.conditionalGrounds': ['002-11', '(四)除上述三项外'],
  'scheme.violationGrounds': ['003-27(3)', '不得違反約定'],
  'scheme.openAttributes': ['002-9', '不予开放类、有条件开放类、无条件开放类'],
  'scheme.appealSubjects': [
    '003-35',
    '平臺管理規則、平臺進駐申請結果、公共數據使用申請結果、公共數據產品和服務出域合規核查結果',
  ],
  'scheme.agreementClauses': [
    '003-20(2)',
    '雙方權利義務、應用場景、公共數據范圍、開發利用期限、開發利用條件、數據安全要求、服務費用、進入數據交易場所交易、終止情形、違約責任',
  ],
  'scheme.sandboxMandatory': ['003-28(3)', '原始公共數據不得從公共數據運營平臺直接導出'],
  'scheme.evaluationCycle': ['003-32', '每年組織'],
  'scheme.securityBaseline': ['003-29(2)', '網絡安全等級保護三級及以上標準'],
  'scheme.pricing': ['003-23(3)', '有條件無償使用'],
  'scheme.tradingVenue': ['003-23(2)', '原則上應在依法核準的數據交易場所進行'],
};

const province: Readonly<Record<string, Quote>> = {
  'validity.years': ['002-39', '本办法自公布之日起施行,有效期三年'],
  'days.conditional_reply_days': ['002-21(2)', '应当自收到申请之日起20个工作日内予以答复'],
  'switches.regimes': ['002-2', '公共数据开放'],
  'switches.reviewMode': [
    '002-21(2)',
    '公共数据开放主体对公共数据利用主体提出的获取有条件开放类数据的服务申请进行审核',
  ],
  'switches.agreementRequired': ['002-21(3)', '应当与公共数据开放主体签订公共数据利用协议'],
  'switches.objectionHandledBy': ['002-24(2)', '告知公共数据开放主体,并提交相关证据材料'],
  'switches.sharedOriginInCatalog': ['002-15(3)', '通过共享等手段获得的公共数据,不应纳入本机构的开放目录'],
  'switches.consentCountAndTerm': ['002-24(1)', '约定访问次数和使用期限'],
  'switches.realName': ['002-18(1)', '实名制管理'],
  'switches.sourceStatement': ['002-25(2)', '应当标注参考引用的公共数据'],
  'switches.usageReport': ['002-26(1)', '反馈有条件开放类公共数据利用情况'],
  'reports.R17': ['002-8', '年度公共数据开放计划'],
  'reports.R18': ['002-29', '公共数据年度开放评估和通报制度'],
  'scheme.closedGrounds': ['002-10', '(五)法律、法规、规章规定不得开放'],
  'scheme.conditionalGrounds': ['002-11', '(四)除上述三项外'],
  'scheme.violationGrounds': ['002-34', '(六)违反法律、法规、规章和公共数据利用协议的其他行为'],
  'scheme.openAttributes': ['002-9', '不予开放类、有条件开放类、无条件开放类'],
  'scheme.appealSubjects': ['002-34(2)', '对处理不服的,可以提起申诉'],
  'scheme.accessMethods': ['002-22', '通过数据开放平台以算法模型获取结果数据'],
  'scheme.evaluationCycle': ['002-29', '公共数据年度开放评估'],
  'scheme.securityBaseline': ['002-35(2)', '加强数据开放平台的安全管理'],
  'scheme.tradingVenue': ['002-27(2)', '并可以依法交易'],
};

const city: Readonly<Record<string, Quote>> = {
  'days.conditional_reply_days': ['001-12(2)', '在收到申請之日起十個工作日內'],
  'days.objection_mark_days': ['001-23', '應當在收到異議材料一個工作日內進行異議標注'],
  'days.objection_platform_decide_days': ['001-23(1)', '應當在收到異議材料之日起兩個工作日內,作出是否更正的決定'],
  'days.objection_forward_days': ['001-23(2)', '應當在收到異議材料之日起兩個工作日內,轉交該機構辦理'],
  'days.objection_body_decide_days': ['001-23(2)', '應當在收到轉交的異議材料之日起五個工作日內'],
  'switches.regimes': ['001-2', '公共數據開放'],
  'switches.reviewMode': ['001-12(2)', '對數據開放申請進行評估'],
  'switches.agreementRequired': ['001-13(2)', '可以和數據利用主體簽訂數據利用協議'],
  'switches.objectionHandledBy': ['001-23', '向市大數據中心提出異議'],
  'switches.sharedOriginInCatalog': ['001-10(1)', '通過數據共享獲取的公共數據不納入本機構的開放清單'],
  'switches.sanctionPublicNotice': ['001-26(3)', '并予以公示'],
  'switches.sourceStatement': ['001-25(2)', '應當在成果中清楚地說明數據來源'],
  'switches.usageReport': ['001-25(1)', '反饋數據利用情況'],
  'scheme.closedGrounds': ['001-7', '(六)法律、法規和規章規定不得開放'],
  'scheme.conditionalGrounds': ['001-8(2)', '對數據安全和處理能力要求較高、時效性較強或者需要持續獲取'],
  'scheme.violationGrounds': ['001-26(3)', '(四)其他違反相關利用要求'],
  'scheme.openAttributes': ['001-8(2)', '分為無條件開放和有條件開放兩類'],
  'scheme.accessMethods': ['001-17(2)', '數據下載、接口訪問、數據沙箱等多種數據獲取方式'],
  'scheme.sandboxMandatory': ['001-17(2)', '數據下載、接口訪問、數據沙箱等多種數據獲取方式'],
  'scheme.securityBaseline': ['001-37(1)', '加強開放平台的安全管理'],
  'scheme.tradingVenue': ['001-31', '依托本市數據交易機構開展行業數據交易流通的試點示範'],
};

const explained: Readonly<Record<string, Quote>> = {
  maxAuthorizationYears: ['004-六章', '授权运营期限原则上不超过3年'],
  'switches.regimes': ['004-三', '归集、共享、开放、授权运营'],
  'switches.sharedOriginInCatalog': ['004-四章', '不得直接或以改变数据形式等方式提供给第三方'],
  'scheme.evaluationCycle': ['004-八章', '考核结果作为年度综合考核的重要内容'],
  'scheme.securityBaseline': ['004-七章', '符合国家安全等级保护的相关要求'],
  'scheme.pricing': ['004-六章', '有条件无偿使用'],
};

export const quotes = { guangzhou: operation, guangdong: province, shanghai: city, guiyang: explained } as const;
