import {
  passwordRuleProblems,
  type PasswordOwner,
  type PasswordRules,
} from '@influencegen/shared-schema/contract/password-rules';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { refuse, type Refusal } from '../platform/errors.ts';
import type { Settings } from '../platform/setting.ts';
import {
  passwordMinKinds,
  passwordMinLength,
  refuseCommonPasswords,
  refusePersonalPasswords,
} from './account.settings.ts';
import { isCommonPassword } from './common-passwords.ts';
import { longestPassword } from './password.ts';

export enum PasswordProblem {
  TOO_SHORT = 'TOO_SHORT',
  TOO_LONG = 'TOO_LONG',
  TOO_FEW_KINDS = 'TOO_FEW_KINDS',
  PERSONAL = 'PERSONAL',
  COMMON = 'COMMON',
  UNCHANGED = 'UNCHANGED',
}
registerEnumType(PasswordProblem, {
  name: 'PasswordProblem',
  description: 'Why a password is not taken.',
  valuesConfig: {
    TOO_SHORT: { description: 'Shorter than `passwordRules` asks for.' },
    TOO_LONG: { description: 'Longer than `passwordRules` allows.' },
    TOO_FEW_KINDS: { description: 'Too few of small letters, capitals, digits, others.' },
    PERSONAL: { description: 'Little more than the name or the e-mail address.' },
    COMMON: { description: 'Among those that are tried first.' },
    UNCHANGED: { description: 'The one that is to be replaced.' },
  },
});

@ObjectType('PasswordRules', {
  description: 'What a new password has to be like, so that a form can say it beforehand.',
})
export class ShownPasswordRules implements PasswordRules {
  @Field(() => Int, { description: 'Characters.' })
  minLength!: number;

  @Field(() => Int, { description: 'Characters.' })
  maxLength!: number;

  @Field(() => Int, { description: 'Of small letters, capitals, digits, and everything else.' })
  minKinds!: number;

  @Field(() => Boolean, { description: 'Little more than the own name or address is refused.' })
  refusesPersonal!: boolean;

  @Field(() => Boolean, { description: 'Passwords that everybody uses are refused. Only the server has the list.' })
  refusesCommon!: boolean;
}

@ObjectType({ description: 'Another password has to be chosen.' })
export class PasswordRefused implements Refusal {
  @Field(() => String)
  message = 'This password cannot be used';

  @Field(() => [PasswordProblem], { description: 'At least one.' })
  problems: PasswordProblem[];

  constructor(problems: PasswordProblem[]) {
    this.problems = problems;
  }
}

export const passwordRules = (settings: Settings): ShownPasswordRules => ({
  minLength: settings.read(passwordMinLength),
  maxLength: longestPassword,
  minKinds: settings.read(passwordMinKinds),
  refusesPersonal: settings.read(refusePersonalPasswords),
  refusesCommon: settings.read(refuseCommonPasswords),
});

/** For whoever gets a new password, whichever way they came. */
export function demandGoodPassword(settings: Settings, password: string, owner: PasswordOwner): void {
  const rules = passwordRules(settings);
  const problems: PasswordProblem[] = passwordRuleProblems(password, rules, owner).map(
    (problem) => PasswordProblem[problem],
  );
  // About one that is too short or too long nothing more needs to be known.
  const length = [PasswordProblem.TOO_SHORT, PasswordProblem.TOO_LONG];
  if (rules.refusesCommon && !problems.some((problem) => length.includes(problem)) && isCommonPassword(password))
    problems.push(PasswordProblem.COMMON);
  if (problems.length > 0) refuse(new PasswordRefused(problems));
}
