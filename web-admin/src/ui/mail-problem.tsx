import type { MailProblem as Problem } from '@influencegen/shared-schema/contract/schema.generated';
import { useTranslation } from 'react-i18next';
import classes from './mail-problem.module.css';

interface MailProblemProps {
  problem: Problem;
  /** What the mail server answered, or what went wrong on the way: whoever runs it asks for that. */
  code: string;
  /** What became of mail. */
  children: string;
}

/** Why a mail does not leave, what that means for it, and what can be done. */
export function MailProblem({ problem, code, children }: MailProblemProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.problem}>
      <p>
        {t(`mailProblem.what.${problem}`)} <code>{code}</code>
      </p>
      <p>
        {children} {t(`mailProblem.next.${problem}`)}
      </p>
    </div>
  );
}
