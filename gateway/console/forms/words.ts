/** How the fields of forms and documents are called. What is not here is called by its own name, with spaces. */
import type { Title } from '#policies/catalog/entry.ts';
import type { View } from '../view.ts';

const titles: Readonly<Record<string, Title>> = {
  reason: { zh: '理由', en: 'Reason' },
  comment: { zh: '意见', en: 'Comment' },
  filing: { zh: '备案号', en: 'Number of the filing' },
  receipt: { zh: '备案回执号', en: 'Number of the receipt' },
  justification: { zh: '说明', en: 'Justification' },
  until: { zh: '有效期至', en: 'Until' },
  toVendor: { zh: '告知数据商', en: 'What the vendor is told' },
  decision: { zh: '决定', en: 'Decision' },
  checklist: { zh: '四领域核查', en: 'Checklist' },
  opinion: { zh: '意见', en: 'Opinion' },
  interests: { zh: '利益申明', en: 'Interests' },
  conflict: { zh: '存在利益冲突', en: 'There is a conflict of interests' },
  columns: { zh: '数据项', en: 'Columns' },
  hash: { zh: '哈希', en: 'Hash' },
  combinations: { zh: '参数组合数', en: 'Combinations' },
  entry: { zh: '目录条目', en: 'Entry' },
  snapshot: { zh: '快照', en: 'Snapshot' },
  vendor: { zh: '数据商', en: 'Vendor' },
  verdict: { zh: '结论', en: 'Verdict' },
  note: { zh: '依据', en: 'Evidence' },
  pass: { zh: '通过', en: 'Pass' },
  fail: { zh: '不通过', en: 'Fail' },
  drafted: { zh: '起草', en: 'Drafted' },
  edited: { zh: '修改', en: 'Edited' },
  submitted: { zh: '提交', en: 'Submitted' },
  auto_check_begun: { zh: '开始自动核查', en: 'Automatic check begun' },
  cleared: { zh: '自动核查通过', en: 'Cleared by the check' },
  blocked: { zh: '自动核查拦截', en: 'Blocked by the check' },
  voted: { zh: '提交核查意见', en: 'Voted' },
  conflicted: { zh: '核查意见不一致', en: 'Reviewers disagreed' },
  passed: { zh: '核查通过', en: 'Passed' },
  consolidated: { zh: '写下合议结论', en: 'Consolidated' },
  contested: { zh: '未获会签', en: 'Contested' },
  changes_asked: { zh: '请求修改', en: 'Changes asked' },
  rejected: { zh: '不通过', en: 'Rejected' },
  returned: { zh: '退回', en: 'Returned' },
  exception_needed: { zh: '须申请例外', en: 'Exception needed' },
  exception_requested: { zh: '申请例外', en: 'Exception asked' },
  exception_granted: { zh: '批准例外', en: 'Exception granted' },
  exception_refused: { zh: '不批准例外', en: 'Exception refused' },
  filing_submitted: { zh: '报送备案', en: 'Filing submitted' },
  filing_returned: { zh: '备案退回', en: 'Filing returned' },
  filed: { zh: '备案接受', en: 'Filed' },
  released: { zh: '出域', en: 'Released' },
  recalled: { zh: '召回', en: 'Recalled' },
  suspended: { zh: '暂停', en: 'Suspended' },
  resumed: { zh: '恢复', en: 'Resumed' },
  expired: { zh: '到期', en: 'Expired' },
  tested: { zh: '模拟测试', en: 'Tested' },
  changed: { zh: '修改文本', en: 'Changed' },
  frozen: { zh: '固化', en: 'Frozen' },
  static_checked: { zh: '静态检查', en: 'Statically checked' },
  review_begun: { zh: '开始核查', en: 'Review begun' },
  approved: { zh: '批准', en: 'Approved' },
  revoked: { zh: '撤销批准', en: 'Revoked' },
  superseded: { zh: '被取代', en: 'Superseded' },
  accepted: { zh: '受理', en: 'Accepted' },
  checking: { zh: '转入核查', en: 'Check begun' },
  registered: { zh: '准予注册', en: 'Registered' },
  refused: { zh: '不予通过', en: 'Refused' },
  check_begun: { zh: '开始核查', en: 'Check begun' },
  forwarded: { zh: '报送', en: 'Forwarded' },
  pulled: { zh: '紧急停止', en: 'Stopped' },
  lift_proposed: { zh: '提议解除', en: 'Lift proposed' },
  lifted: { zh: '解除', en: 'Lifted' },
  objected: { zh: '反对解除', en: 'Objected' },
  title: { zh: '名称', en: 'Title' },
};

/** In the language of the reader. */
export function fieldTitle(view: View, name: string): string {
  const found = Object.hasOwn(titles, name) ? titles[name] : undefined;
  return found ? view.t(found) : spaced(name);
}

function spaced(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
