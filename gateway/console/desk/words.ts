/** How commands are called and where things are found. */
import type { Title } from '#policies/catalog/entry.ts';
import type { LifeName } from '#policies/procedure/lives.ts';
import { collections, stageCommands, stages } from '../../stages/collections.ts';
import { fieldTitle } from '../forms/words.ts';
import type { View } from '../view.ts';

const titles: Readonly<Record<string, Title>> = {
  draft: { zh: '起草', en: 'Draft' },
  edit: { zh: '修改', en: 'Edit' },
  submit: { zh: '提交', en: 'Submit' },
  request: { zh: '申请', en: 'Request' },
  approve: { zh: '通过', en: 'Approve' },
  return: { zh: '退回', en: 'Return' },
  begin_check: { zh: '开始核查', en: 'Begin the check' },
  forward: { zh: '核查通过并报送', en: 'Forward' },
  reject: { zh: '不予通过', en: 'Reject' },
  disapprove: { zh: '不同意', en: 'Disapprove' },
  advise: { zh: '提出意见', en: 'Advise' },
  cancel: { zh: '撤销', en: 'Cancel' },
  accept: { zh: '受理', en: 'Accept' },
  check: { zh: '转入核查', en: 'Begin to check' },
  register: { zh: '准予注册', en: 'Register' },
  refuse: { zh: '不予通过', en: 'Refuse' },
  ask_to_complete: { zh: '要求补正', en: 'Ask to complete' },
  confirm_refusal: { zh: '确认不予注册', en: 'Confirm the refusal' },
  return_refusal: { zh: '退回不予注册决定', en: 'Return the refusal' },
  report_anomaly: { zh: '上报信用异常', en: 'Report an anomaly' },
  confirm_anomaly: { zh: '确认异常', en: 'Confirm the anomaly' },
  dismiss_anomaly: { zh: '异常不成立', en: 'Dismiss the anomaly' },
  suspend: { zh: '暂停', en: 'Suspend' },
  reinstate: { zh: '恢复', en: 'Reinstate' },
  exit: { zh: '退出', en: 'End the registration' },
  renew_certificate: { zh: '更新安全资质', en: 'Renew the certificate' },
  begin_review: { zh: '开始核查', en: 'Begin the review' },
  revoke: { zh: '撤销批准', en: 'Revoke the approval' },
  supersede: { zh: '以新版本取代', en: 'Supersede' },
  freeze: { zh: '固化', en: 'Freeze' },
  change: { zh: '修改文本', en: 'Change the text' },
  vote: { zh: '提交核查意见', en: 'Vote' },
  consolidate: { zh: '写下合议结论', en: 'Consolidate' },
  countersign: { zh: '会签', en: 'Countersign' },
  contest: { zh: '不予会签', en: 'Contest' },
  request_exception: { zh: '申请例外', en: 'Ask for an exception' },
  grant_exception: { zh: '批准例外', en: 'Grant the exception' },
  refuse_exception: { zh: '不批准例外', en: 'Refuse the exception' },
  submit_filing: { zh: '报送备案', en: 'Submit the filing' },
  accept_filing: { zh: '接受备案', en: 'Accept the filing' },
  return_filing: { zh: '退回备案', en: 'Return the filing' },
  recall: { zh: '召回', en: 'Recall' },
  pull: { zh: '启动紧急停止', en: 'Pull the stop' },
  propose_lift: { zh: '提议解除', en: 'Propose to lift it' },
  confirm_lift: { zh: '确认解除', en: 'Confirm the lift' },
  object: { zh: '反对', en: 'Object' },
  grant: { zh: '批准', en: 'Grant' },
  order: { zh: '决定撤回', en: 'Order' },
  decline: { zh: '不予撤回', en: 'Decline' },
  kill: { zh: '终止运行', en: 'Kill the run' },
  purge: { zh: '清除结果', en: 'Purge the result' },
  terminate: { zh: '终止协议', en: 'Terminate' },
  sign_operator: { zh: '运营机构签署', en: 'Sign for the operator' },
  sign_vendor: { zh: '数据商签署', en: 'Sign for the vendor' },
  accept_narrowing: { zh: '接受部分通过', en: 'Accept fewer columns' },
  decline_narrowing: { zh: '不接受部分通过', en: 'Decline fewer columns' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
};

/** In the language of the reader. */
export function commandTitle(view: View, command: string): string {
  const found = Object.hasOwn(titles, command) ? titles[command] : undefined;
  return found ? view.t(found) : fieldTitle(view, command);
}

/** The collection of a life, and the first stage that moves it. */
export function placeOf(life: LifeName): { readonly stage: string; readonly collection: string } {
  const [collection = life] = Object.entries(collections).find(([, name]) => name === life) ?? [];
  const stage = stages.find((one) => Object.hasOwn(stageCommands[one], collection)) ?? 'audit';
  return { stage, collection };
}

/** The page of a thing. */
export function hrefOf(life: LifeName, id: string): string {
  const { stage, collection } = placeOf(life);
  return `/desk/${stage}/${collection}/${encodeURIComponent(id)}`;
}
