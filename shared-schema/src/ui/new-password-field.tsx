import { IconCheck, IconPoint } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passwordRuleProblems, type PasswordOwner, type PasswordRules } from '../contract/password-rules.ts';
import type { PasswordProblem } from '../contract/schema.generated.ts';
import { PasswordField } from './fields.tsx';
import classes from './new-password-field.module.css';

export interface ShownPasswordRules extends PasswordRules {
  refusesCommon: boolean;
}

interface NewPasswordFieldProps {
  label: string;
  name: string;
  rules: ShownPasswordRules;
  /** Null: not known here; the API knows. */
  owner?: PasswordOwner | null;
  error: string | undefined;
  autoFocus?: boolean;
}

/** Says while the person types what is still missing. */
export function NewPasswordField({
  label,
  name,
  rules,
  owner = null,
  error,
  autoFocus = false,
}: NewPasswordFieldProps) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState('');
  const missing = passwordRuleProblems(typed, rules, owner);
  const points = [
    {
      text: t('password.rule.length', { count: rules.minLength }),
      met: typed !== '' && !missing.includes('TOO_SHORT'),
    },
    ...(rules.minKinds > 1
      ? [
          {
            text: t('password.rule.kinds', { count: rules.minKinds }),
            met: typed !== '' && !missing.includes('TOO_FEW_KINDS'),
          },
        ]
      : []),
    ...(rules.refusesPersonal && owner
      ? [{ text: t('password.rule.personal'), met: typed.length >= rules.minLength && !missing.includes('PERSONAL') }]
      : []),
    // Only the API has the list.
    ...(rules.refusesCommon ? [{ text: t('password.rule.common'), met: null }] : []),
  ];
  return (
    <PasswordField
      label={label}
      name={name}
      autoComplete="new-password"
      error={error}
      onChange={(event) => setTyped(event.currentTarget.value)}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      descriptionProps={{ component: 'div' }}
      description={
        <ul className={classes.rules}>
          {points.map(({ text, met }) => (
            <li key={text} data-met={met === true || undefined}>
              {met === true ? (
                <IconCheck size={16} role="img" aria-label={t('password.rule.met')} />
              ) : (
                <IconPoint size={16} aria-hidden />
              )}
              {text}
            </li>
          ))}
        </ul>
      }
      autoFocus={autoFocus}
      required
    />
  );
}

/** The answer of the API about a password, as the field shows it. */
export function usePasswordProblems(rules: ShownPasswordRules): (problems: readonly PasswordProblem[]) => string {
  const { t } = useTranslation('ui');
  const { minLength, maxLength, minKinds } = rules;
  return (problems) =>
    problems.map((problem) => t(`password.problem.${problem}`, { minLength, maxLength, minKinds })).join(' ');
}
