/**
 * The trading venues that products may be listed on: the exchanges that the place has approved. Data: an approval is one line.
 *
 * @see AO-23-2 (003-23); procedure.md §8 `trading_venue`
 */
import type { Title } from '../../catalog/entry.ts';
import type { ProfileId } from './profile.ts';

/** Venue id → its name, by jurisdiction. */
export const approvedExchanges: Readonly<Record<ProfileId, Readonly<Record<string, Title>>>> = {
  guangzhou: { gzdex: { zh: '广州数据交易所', en: 'Guangzhou Data Exchange' } },
  guangdong: {
    gzdex: { zh: '广州数据交易所', en: 'Guangzhou Data Exchange' },
    szdex: { zh: '深圳数据交易所', en: 'Shenzhen Data Exchange' },
  },
  shanghai: { shdex: { zh: '上海数据交易所', en: 'Shanghai Data Exchange' } },
  guiyang: { gydex: { zh: '贵阳大数据交易所', en: 'Guiyang Global Big Data Exchange' } },
};
