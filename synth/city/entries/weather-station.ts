/** T8 气象站小时观测: open without condition, about no data subject. */
import type { CatalogEntry, Column } from '#policies/catalog/entry.ts';
import { entryId, orgId } from '#policies/units.ts';
import { column, title } from './column.ts';
import { districts, weatherYear } from './domains.ts';
import { openToAll } from './opening.ts';

const stations = districts.values.map((district) => `G${district}`);
const stationNames = ['荔湾', '越秀', '海珠', '天河', '白云', '黄埔', '番禺', '花都', '南沙', '从化', '增城'];

const columns = [
  open('station_id', ['站号', 'Station'], { type: 'VARCHAR', semantic: 'code', domain: codes(stations) }),
  open('station_name', ['站名', 'Station name'], { type: 'VARCHAR', semantic: 'code', domain: codes(stationNames) }),
  open('district_code', ['区划', 'District'], {
    type: 'VARCHAR',
    semantic: 'district',
    domain: codes(districts.values),
  }),
  open('lon', ['经度', 'Longitude (°)'], {
    type: 'DOUBLE',
    semantic: 'measure',
    domain: { kind: 'range', lo: 113, hi: 114 },
  }),
  open('lat', ['纬度', 'Latitude (°)'], {
    type: 'DOUBLE',
    semantic: 'measure',
    domain: { kind: 'range', lo: 22.5, hi: 24 },
  }),
  open('observed_at', ['观测时间', 'Observed at'], { type: 'TIMESTAMP', semantic: 'timestamp', domain: weatherYear }),
  open('temp_c', ['气温', 'Air temperature (°C)'], {
    type: 'DOUBLE',
    semantic: 'measure',
    domain: { kind: 'range', lo: -5, hi: 42, step: 0.1 },
    quality: { outside: 0.002 },
  }),
  open('rain_mm', ['小时雨量', 'Rain of the hour (mm)'], {
    type: 'DOUBLE',
    semantic: 'amount',
    domain: { kind: 'range', lo: 0, hi: 120, step: 0.1 },
    quality: { missing: 0.01 },
  }),
  open('wind_ms', ['平均风速', 'Mean wind speed (m/s)'], {
    type: 'DOUBLE',
    semantic: 'measure',
    domain: { kind: 'range', lo: 0, hi: 40, step: 0.1 },
  }),
  open('gust_ms', ['极大风速', 'Gust (m/s)'], {
    type: 'DOUBLE',
    semantic: 'measure',
    domain: { kind: 'range', lo: 0, hi: 60, step: 0.1 },
  }),
  open('humidity_pct', ['相对湿度', 'Relative humidity (%)'], {
    type: 'DOUBLE',
    semantic: 'measure',
    domain: { kind: 'range', lo: 5, hi: 100, step: 1 },
  }),
  open('warning_level', ['预警等级', 'Warning level'], {
    type: 'VARCHAR',
    semantic: 'code',
    domain: { kind: 'codes', values: ['无', '蓝', '黄', '橙', '红'], weights: [90, 5, 3, 1.5, 0.5] },
  }),
] as const;

export const weatherStation: CatalogEntry = {
  id: entryId('weather_station_hourly'),
  version: 1,
  title: title('气象站小时观测', 'Hourly weather observations'),
  department: orgId('dept.meteorology'),
  attribute: 'unconditional',
  origin: 'collected',
  secrets: [],
  basis: '公共数据开放目录（无条件开放）；不涉及个人与企业',
  updateCycle: 'realtime',
  opening: openToAll({ theme: '气象', summary: '气象站逐小时观测值' }),
  tables: [
    {
      name: 'weather_station_hourly',
      title: title('气象站小时观测', 'Hourly weather observations'),
      columns,
      units: [],
      primaryKey: ['station_id', 'observed_at'],
      foreignKeys: [],
      dependencies: [
        { kind: 'determines', from: ['station_id'], to: ['station_name', 'district_code', 'lon', 'lat'] },
        { kind: 'order', columns: ['wind_ms', 'gust_ms'] },
      ],
      quality: { duplicated: 0.001 },
      volume: 96_360,
    },
  ],
};

/** Every column of the table is harmless and may be shown. */
function open(
  name: string,
  titles: readonly [string, string],
  facts: Pick<Column, 'type' | 'semantic' | 'quality'> & { readonly domain: Column['domain'] & {} },
): Column {
  return column(name, titles, { ...facts, tag: 'plain', grade: 'L1', rule: ['P'] });
}

function codes(values: readonly string[]) {
  return { kind: 'codes', values } as const;
}
