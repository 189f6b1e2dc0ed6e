import { useMutation } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StudioApplyAgainDocument } from './application.generated';
import classes from './overview.module.css';
import { TermsFirst } from './terms-first.tsx';

/** After a rejection: what is there goes to staff again, as it is or as it was changed. */
export function ApplyAgain() {
  const { t } = useTranslation(['app', 'ui']);
  const [apply, { data, loading }] = useMutation(StudioApplyAgainDocument);
  const [problem, setProblem] = useState<Problem | null>(null);
  const refused = data?.applyAgain;
  return (
    <>
      {refused?.__typename === 'TermsToAccept' && <TermsFirst terms={refused.terms} />}
      <FormAlert>
        {problem !== null
          ? t(`ui:problem.${problem}`)
          : refused?.__typename === 'ApplicationRejected' && t('onboarding.handInProblem.rejected')}
      </FormAlert>
      <Button
        variant="primary"
        className={classes.next}
        loading={loading}
        onClick={() => {
          setProblem(null);
          apply().catch((error: unknown) => setProblem(problemOf(error)));
        }}
      >
        {t('onboarding.applyAgain')}
      </Button>
    </>
  );
}
