import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useProblemText } from '../../ui/use-problem-text';
import classes from './person-page.module.css';
import type { ChangeRefusal } from './use-change';
import { usePermissionText } from './use-permission-text';

export function ChangeRefusalNote({ refusal }: { refusal: ChangeRefusal | null }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const permissionText = usePermissionText();
  return (
    <div role="alert">
      {refusal && (
        <div className={classes.refusal}>
          {refusal.kind === 'problem' && <p>{problemText(refusal.problem)}</p>}
          {refusal.kind === 'lastAdministrator' && <p>{t('people.lastAdministrator')}</p>}
          {refusal.kind === 'emailInUse' && (
            <p>
              {t('invite.taken')}{' '}
              {refusal.accountId !== null && <Link to={`/people/${refusal.accountId}`}>{t('invite.open')}</Link>}
            </p>
          )}
          {refusal.kind === 'roleInUse' && <p>{t('roles.inUse', { count: refusal.holders })}</p>}
          {refusal.kind === 'notHeld' && (
            <>
              <p>{t('people.notHeld')}</p>
              <ul>
                {refusal.missing.map((name) => (
                  <li key={name}>{permissionText(name)}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </div>
  );
}
