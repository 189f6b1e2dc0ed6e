import { expect, test } from 'vitest';
import {
  checkAgeShares,
  checkAudience,
  checkCountryShares,
  checkFollowers,
  checkGenderShares,
  checkLanguages,
  entriesOf,
  numbersOf,
} from './audience.ts';
import { checkNiches, niches } from './niches.ts';

test.each([
  [['FOOD'], { value: ['FOOD'] }],
  [['TRAVEL', 'FOOD', 'PETS', 'BOOKS', 'MUSIC'], { value: ['TRAVEL', 'FOOD', 'PETS', 'BOOKS', 'MUSIC'] }],
  [[], { problem: 'REQUIRED' }],
  [niches.slice(0, 6), { problem: 'TOO_MANY_CHOSEN' }],
  [['FOOD', 'FOOD'], { problem: 'CHOSEN_TWICE' }],
  [['food'], { problem: 'NOT_OFFERED' }],
  [['__proto__'], { problem: 'NOT_OFFERED' }],
])('topics %j: %j', (chosen, expected) => expect(checkNiches(chosen)).toEqual(expected));

test.each([
  [['18_24:60', '25_34:40'], { value: ['18_24:60', '25_34:40'] }],
  [['18_24: 060', '25_34:40'], { value: ['18_24:60', '25_34:40'] }],
  [['65_UP:100'], { value: ['65_UP:100'] }],
  [['18_24:60', '25_34:39'], { problem: 'SHARES_NOT_100' }],
  [['18_24:60', '25_34:41'], { problem: 'SHARES_NOT_100' }],
  [['18_24:101'], { problem: 'SHARE_INVALID' }],
  [['18_24:-1'], { problem: 'SHARE_INVALID' }],
  [['18_24:1e2'], { problem: 'SHARE_INVALID' }],
  [['18_24:٥٠', '25_34:50'], { problem: 'SHARE_INVALID' }],
  [['18_24:'], { problem: 'SHARE_INVALID' }],
  [['18_24:50', '18_24:50'], { problem: 'CHOSEN_TWICE' }],
  [['18-24:100'], { problem: 'NOT_OFFERED' }],
  [['100'], { problem: 'NOT_OFFERED' }],
  [[], { problem: 'REQUIRED' }],
  [Array.from({ length: 100_000 }, () => '18_24:1'), { problem: 'TOO_MANY_CHOSEN' }],
])('ages %j: %j', (entries, expected) => expect(checkAgeShares(entries)).toEqual(expected));

test('genders make 100 percent too, countries need not', () => {
  expect(checkGenderShares(['FEMALE:70', 'MALE:28', 'OTHER:2'])).toHaveProperty('value');
  expect(checkGenderShares(['FEMALE:70'])).toEqual({ problem: 'SHARES_NOT_100' });
  expect(checkCountryShares(['DE:40', 'AT:12'])).toEqual({ value: ['DE:40', 'AT:12'] });
  expect(checkCountryShares(['DE:60', 'AT:41'])).toEqual({ problem: 'SHARES_ABOVE_100' });
  expect(checkCountryShares(['UK:60'])).toEqual({ problem: 'NOT_OFFERED' });
});

test.each([
  [['en', 'pt-BR', 'gsw'], { value: ['en', 'pt-BR', 'gsw'] }],
  [['english'], { problem: 'LANGUAGE_UNKNOWN' }],
  [['xx'], { problem: 'LANGUAGE_UNKNOWN' }],
  [['en', 'en'], { problem: 'CHOSEN_TWICE' }],
  [[], { problem: 'REQUIRED' }],
])('languages %j: %j', (tags, expected) => expect(checkLanguages(tags)).toEqual(expected));

test.each([
  [['INSTAGRAM:12000', 'X:0'], { value: ['INSTAGRAM:12000', 'X:0'] }],
  [[], { value: [] }],
  [['INSTAGRAM:12.000'], { problem: 'COUNT_INVALID' }],
  [['INSTAGRAM:99999999999'], { problem: 'COUNT_INVALID' }],
  [['MYSPACE:1'], { problem: 'NOT_OFFERED' }],
])('followers %j: %j', (entries, expected) => expect(checkFollowers(entries)).toEqual(expected));

test('everything wrong with an audience is said at once', () => {
  const said = {
    ages: ['18_24:100'],
    genders: ['FEMALE:100'],
    countries: ['DE:100'],
    languages: ['de'],
    followers: ['X:07'],
  };
  expect(checkAudience(said)).toEqual({ value: { ...said, followers: ['X:7'] } });
  expect(checkAudience({ ...said, ages: [], languages: ['?'] })).toEqual({
    problems: [
      { field: 'ages', problem: 'REQUIRED' },
      { field: 'languages', problem: 'LANGUAGE_UNKNOWN' },
    ],
  });
});

test('entries are read and written by the same rule', () => {
  expect(entriesOf(numbersOf(['DE:40', 'AT:12', 'nothing', ':1', 'X:']))).toEqual(['DE:40', 'AT:12']);
});
