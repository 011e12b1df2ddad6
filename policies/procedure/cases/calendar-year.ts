/**
 * Calendar year 工作日历: the working days of one year, as the notice of the State Council Office has them, entered by one person of the
 * agency and confirmed by another, who has the notice before him. A later version of the same year supersedes it.
 *
 * @see record.md §5, requirement DC-17; decision 046
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { prose, shortText } from '../fields.ts';
import { requireWorkYear } from '../working-days-check.ts';

const table = {
  name: 'calendar year',
  title: { zh: '工作日历', en: 'calendar year' },
  collection: 'calendar-years',
  prefix: 'calendar',
  states: {
    entered: { zh: '已录入', en: 'entered' },
    confirmed: { zh: '已复核', en: 'confirmed' },
    rejected: { zh: '复核退回', en: 'rejected' },
    superseded: { zh: '已被取代', en: 'superseded' },
  },
  moves: {
    enter: {
      past: 'entered',
      stage: 'review',
      from: ['none'],
      to: 'entered',
      by: ['data_agency'],
      source: 'DC-17',
      tell: ['data_agency'],
    },
    confirm: {
      past: 'confirmed',
      stage: 'review',
      from: ['entered'],
      to: 'confirmed',
      by: ['data_agency'],
      source: 'DC-17',
      tell: ['operator', 'source_department', 'district_authority', 'competent_authority', 'vendor'],
      apartFrom: ['entered'],
    },
    reject: {
      past: 'rejected',
      stage: 'review',
      from: ['entered'],
      to: 'rejected',
      by: ['data_agency'],
      source: 'DC-17',
      apartFrom: ['entered'],
    },
    supersede: { past: 'superseded', from: ['confirmed'], to: 'superseded', by: ['system'], source: 'DC-17' },
  },
} as const satisfies CaseTable;

const days = z.array(z.iso.date());

const fields = {
  enter: {
    year: z.int().min(2004).max(2100),
    /** Number and title of the notice: 国办发明电〔…〕…号. */
    notice: shortText,
    issued: z.iso.date(),
    off: days.min(5).max(60),
    work: days.max(30),
  },
  reject: { reason: prose },
};

/** The four types of this life. */
export type CalendarYearTypes = CaseTypes<'calendarYear', typeof table, typeof fields>;

/** Calendar year. */
export const calendarYear = caseLife<CalendarYearTypes>({
  key: 'calendarYear',
  table,
  fields,
  guards: { enter: ({ command, doing }) => [requireWorkYear(doing, command)] },
});
