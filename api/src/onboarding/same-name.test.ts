import { expect, test } from 'vitest';
import { areComparable, sameName } from './same-name.ts';

test.each([
  ['Ana Müller', 'ANA MARIA MUELLER', true],
  ['Ana Müller', 'Ana Muller', true],
  ['Søren Åberg', 'SOEREN AABERG', true],
  ['Søren Åberg', 'SOREN ABERG', true],
  ['Łukasz Żak', 'LUKASZ ZAK', true],
  ['Siobhán O’Neil', "SIOBHAN O'NEIL", true],
  ['Groß Anna', 'ANNA GROSS', true],
  ['İpek Yılmaz', 'IPEK YILMAZ', true],
  ['محمد علي', 'علي محمد', true],
  ['Ana Müller', 'Eva Mueller', false],
  ['Ana Müller', 'Ana Miller', false],
  ['Müller Müller', 'Ana Mueller', false],
  ['Ana Ana', 'Ana Ana Müller', true],
])('%s and %s: the same is %s', (one, other, same) => {
  expect(sameName(one, other)).toBe(same);
  expect(sameName(other, one)).toBe(same);
});

test.each([
  ['Анна', 'Anna', false],
  ['田中', 'Tanaka', false],
  ['Анна', 'Ганна', true],
  ['', 'Anna', false],
])('%s and %s can be compared: %s', (one, other, can) => {
  expect(areComparable(one, other)).toBe(can);
});
