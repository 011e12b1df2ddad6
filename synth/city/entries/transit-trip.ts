/** T7 公共交通出行记录: trips of pseudonymous cards; a few trips tell who a card is, so a card counts as a person. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { column, title } from './column.ts';
import { tripMonth } from './domains.ts';
import { onConditions } from './opening.ts';
import { lines, stops } from './transit-codes.ts';

const columns = [
  column('trip_id', ['出行记录号', 'Trip number'], {
    type: 'VARCHAR',
    semantic: 'serial',
    tag: 'direct',
    grade: 'L3',
    rule: ['X'],
  }),
  column('card_token', ['卡号假名', 'Card pseudonym'], {
    type: 'VARCHAR',
    semantic: 'serial',
    tag: 'direct',
    grade: 'L4',
    rule: ['J'],
  }),
  column('card_type', ['卡种', 'Kind of card'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'quasi',
    grade: 'L2',
    rule: ['G'],
    domain: { kind: 'codes', values: ['普通', '学生', '老年'], weights: [75, 12, 13] },
    determinedByUnit: true,
  }),
  column('mode', ['方式', 'Mode'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'plain',
    grade: 'L1',
    rule: ['G'],
    domain: { kind: 'codes', values: ['地铁', '公交'], weights: [7, 3] },
  }),
  column('line_code', ['线路', 'Line'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'plain',
    grade: 'L1',
    rule: ['G'],
    domain: lines,
  }),
  column('board_stop', ['上车站', 'Boarding stop'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'quasi',
    grade: 'L3',
    rule: ['G'],
    domain: stops,
  }),
  column('alight_stop', ['下车站', 'Alighting stop'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'quasi',
    grade: 'L3',
    rule: ['G'],
    domain: stops,
    quality: { missing: 0.02 },
  }),
  column('board_at', ['上车时间', 'Boarded at'], {
    type: 'TIMESTAMP',
    semantic: 'timestamp',
    tag: 'quasi',
    grade: 'L3',
    // Aggregated only as a duration: the mean minutes of a trip need both its ends.
    rule: ['A', 'F'],
    coarsen: [{ by: 'bands', max: 12 }],
    domain: tripMonth,
  }),
  column('alight_at', ['下车时间', 'Alighted at'], {
    type: 'TIMESTAMP',
    semantic: 'timestamp',
    tag: 'quasi',
    grade: 'L3',
    rule: ['A'],
    domain: tripMonth,
  }),
  column('fare_cny', ['票价', 'Fare (CNY)'], {
    type: 'DECIMAL(6,2)',
    semantic: 'amount',
    tag: 'measure',
    grade: 'L1',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 20, step: 0.5 },
  }),
] as const;

export const transitTrip: CatalogEntry = {
  id: entryId('transit_trip'),
  version: 1,
  title: title('公共交通出行记录', 'Public transport trips'),
  department: orgId('dept.transport'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: ['personal_info'],
  updateCycle: 'daily',
  opening: onConditions({ theme: '交通运输', summary: '公共交通刷卡出行记录,按匿名卡号' }),
  tables: [
    {
      name: 'transit_trip',
      title: title('公共交通出行记录', 'Public transport trips'),
      columns,
      units: [{ space: idSpace('card'), column: 'card_token' }],
      // Two trips on each day of the month.
      rowsPerUnit: { max: 62, onExcess: 'truncate' },
      primaryKey: ['trip_id'],
      foreignKeys: [],
      dependencies: [
        { kind: 'order', columns: ['board_at', 'alight_at'] },
        { kind: 'determines', from: ['line_code'], to: ['mode'] },
      ],
      quality: { duplicated: 0.002, late: { column: 'alight_at', share: 0.01, days: 1 } },
      volume: 200_000,
    },
  ],
};
