/** Short hands for what an entry says beside its tables; the people and telephone numbers of the artificial city do not exist. */
import type { Opening } from '#policies/catalog/entry.ts';

type Facts = Pick<Opening, 'theme' | 'summary'> & Partial<Opening>;

/** Of an entry that anybody may use. */
export function openToAll(facts: Facts): Opening {
  const contact = { unit: '数据管理处', person: '值班员', phone: '020-00000000' };
  return { format: '数据库表', contact, grounds: [], conditions: [], supervision: [], ...facts };
}

/** Of an entry that is used on conditions: the ones that every agreement of the city has. */
export function onConditions(facts: Facts): Opening {
  return openToAll({
    grounds: ['risk_to_be_assessed'],
    conditions: ['已进驻的数据商,一场景一申请并签订开发利用协议', '原始数据不出域,成果经核查并备案后方可出域'],
    supervision: ['每次运行和出域全程留痕,可随时抽查', '违反协议的限制或关闭访问权限'],
    ...facts,
  });
}
