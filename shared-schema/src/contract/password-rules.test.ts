import { expect, test } from 'vitest';
import { passwordRuleProblems, type PasswordRules } from './password-rules.ts';

const rules: PasswordRules = { minLength: 12, maxLength: 128, minKinds: 2, refusesPersonal: true };
const lena = { email: 'lena.okafor@demo.example', displayName: 'Léna Okafor' };
const problems = (password: string) => passwordRuleProblems(password, rules, lena);

test.each(['correct horse battery', 'Window-7-garden', '密码很长也没有问题的句子 7 好', 'naïve café déjà'])(
  '%s is good',
  (password) => expect(problems(password)).toEqual([]),
);

test('length is counted in characters that people see as one', () => {
  expect(problems('ab 👩👩👩👩👩👩👩')).toEqual(['TOO_SHORT']);
  expect(problems('ab 👩👩👩👩👩👩👩👩👩')).toEqual([]);
  expect(problems('a'.repeat(129))).toEqual(['TOO_LONG']);
  expect(problems('x'.repeat(1_000_000))).toEqual(['TOO_LONG']);
});

test('kinds of characters are counted', () => {
  expect(problems('onlysmallletters')).toEqual(['TOO_FEW_KINDS']);
  expect(problems('with a space here')).toEqual([]);
  expect(passwordRuleProblems('Big and small', { ...rules, minKinds: 4 }, null)).toEqual(['TOO_FEW_KINDS']);
});

test.each(['lena.okafor@demo.example', 'Lena-Okafor-99', 'LÉNAOKAFOR1234', 'rofako-anel-77', 'okafor okafor okafor'])(
  '%s is little more than the person',
  (password) => expect(problems(password)).toEqual(['PERSONAL']),
);

test('a name in a long sentence is no problem, and the rule can be switched off', () => {
  expect(problems('lena paints seven red bicycles')).toEqual([]);
  expect(passwordRuleProblems('Lena-Okafor-99', { ...rules, refusesPersonal: false }, lena)).toEqual([]);
  expect(passwordRuleProblems('Lena-Okafor-99', rules, null)).toEqual([]);
});
