/** The table of ten columns the usual way: a call of faker for each cell. It knows no identifiers of China, so these are digits. */
import { Faker, zh_CN } from '@faker-js/faker';

/** @returns how many cells were made, so that none is left out as unused */
export function fakeRows(rows: number): number {
  const faker = new Faker({ locale: zh_CN, seed: 7 });
  let cells = 0;
  for (let i = 0; i < rows; i++) cells += Object.keys(fakeRow(faker)).length;
  return cells;
}

function fakeRow(faker: Faker) {
  return {
    uscc: faker.string.alphanumeric({ length: 18, casing: 'upper' }),
    ent_name: faker.company.name(),
    id_no: faker.string.numeric(18),
    person: faker.person.fullName(),
    phone: faker.phone.number(),
    address: faker.location.streetAddress(true),
    district: faker.helpers.arrayElement(['440103', '440104', '440105', '440106', '440111']),
    opened_on: faker.date.between({ from: '2015-01-01', to: '2025-12-31' }),
    balance: faker.finance.amount({ min: 0, max: 5_000_000 }),
    state: faker.helpers.weightedArrayElement([
      { value: '正常', weight: 80 },
      { value: '冻结', weight: 5 },
      { value: '销户', weight: 10 },
      { value: '休眠', weight: 5 },
    ]),
  };
}
