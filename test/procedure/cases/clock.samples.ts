/** @see samples.ts */
import { daysAfter } from '#policies/procedure/term.ts';
import type { Samples } from './samples.ts';

/** As the law has it for every year; a real notice has more. */
export const anOffList = (year: number): readonly string[] =>
  ['01-01', '02-06', '02-08', '05-01', '10-01', '10-02', '10-03', '10-04'].map((day) => `${year}-${day}`);

export const clockSamples: Samples = {
  calendarYear: {
    enter: (_, variant) => ({
      year: 2027,
      notice: '国办发明电〔2026〕1号',
      issued: '2026-11-04',
      off: anOffList(2027),
      // 2027-02-13 is a Saturday, 2027-02-12 a Friday.
      work: [variant === 0 ? '2027-02-12' : '2027-02-13'],
    }),
    reject: () => ({ reason: '与通知不符' }),
  },
  duty: {
    raise: ({ now, application }, variant) => ({
      life: 'application',
      subject: application,
      clock: 'operator_check',
      title: { zh: '使用申请核查', en: 'check of an application' },
      started: now,
      due: variant === 0 ? daysAfter(now, 1) : now,
      days: 0,
      owedBy: 'operator',
      escalatedTo: 'data_agency',
      basis: 'default',
      article: '003-18(3)',
      provisional: false,
      extendable: false,
    }),
    explain: ({ now }, variant) => ({ reason: '系统升级', ...(variant === 0 && { until: daysAfter(now, 5) }) }),
    discharge: () => ({ because: 'done' }),
  },
};
