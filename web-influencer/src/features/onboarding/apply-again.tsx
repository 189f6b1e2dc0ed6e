import { useMutation } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useTranslation } from 'react-i18next';
import { StudioApplyAgainDocument } from './application.generated';
import classes from './overview.module.css';
import { TermsFirst } from './terms-first.tsx';

/** After a rejection: what is there goes to staff again, as it is or as it was changed. */
export function ApplyAgain() {
  const { t } = useTranslation(['app', 'ui']);
  const [apply, { data }] = useMutation(StudioApplyAgainDocument);
  const { busy, problem, run } = useAction();
  const refused = data?.applyAgain;
  return (
    <>
      {refused?.__typename === 'TermsToAccept' && <TermsFirst terms={refused.terms} />}
      <FormAlert>
        {problem !== null
          ? t(`ui:problem.${problem}`)
          : refused?.__typename === 'ApplicationRejected' && t('onboarding.handInProblem.rejected')}
      </FormAlert>
      <Button variant="primary" className={classes.next} loading={busy} onClick={() => run(() => apply())}>
        {t('onboarding.applyAgain')}
      </Button>
    </>
  );
}
