import { describe, expect, test } from 'vitest';
import { dueSince, type DueRules } from './due-within.ts';
import { SectionKind, sectionKinds } from './section.lifecycle.ts';

const rules: DueRules = {
  sections: [...sectionKinds],
  payerCountry: 'DE',
  proofOfAddress: false,
  taxForms: ['W8BEN', 'W8BENE', 'W9'],
};
const living = { taxCountry: ['ES'], taxAsBusiness: ['NO'], usPerson: ['NO'], taxId: ['12345678Z'] };
const since = (kind: SectionKind, later: Partial<DueRules>, former: Partial<DueRules> = {}, answers = living) =>
  dueSince(kind, answers, { ...rules, ...former }, { ...rules, ...later }).map(({ what, form }) => form ?? what);

describe('what is due only since a rule changed', () => {
  test.each([
    ['a bill, once it is asked', SectionKind.ADDRESS, { proofOfAddress: true }, {}, ['PROOF_OF_ADDRESS']],
    ['nothing, when it is asked no longer', SectionKind.ADDRESS, {}, { proofOfAddress: true }, []],
    ['a W-8BEN and its oath, once the US pay', SectionKind.TAX, { payerCountry: 'US' }, {}, ['taxCertified', 'W8BEN']],
    ['no form that is not wanted', SectionKind.TAX, { payerCountry: 'US', taxForms: ['W9'] }, {}, ['taxCertified']],
    ['the form alone', SectionKind.TAX, { payerCountry: 'US' }, { payerCountry: 'US', taxForms: [] }, ['W8BEN']],
    ['nothing where another country pays', SectionKind.TAX, { payerCountry: 'FR' }, {}, []],
    ['nothing where only the section itself is new', SectionKind.ADDRESS, {}, { sections: [] }, []],
    ['nothing about other parts', SectionKind.PERSON, { proofOfAddress: true, payerCountry: 'US' }, {}, []],
  ] as const)('%s', (_, kind, later, former, due) => {
    expect(since(kind, later as Partial<DueRules>, former as Partial<DueRules>)).toEqual(due);
  });

  test('a US person signs a W-9, wherever the money comes from', () => {
    const us = { ...living, usPerson: ['YES'] };
    expect(since(SectionKind.TAX, { payerCountry: 'US' }, {}, us)).toEqual([]);
    expect(since(SectionKind.TAX, {}, { taxForms: [] }, us)).toEqual(['W9']);
  });
});
