import { useMutation } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import type { FirstStepKind } from '@influencegen/shared-schema/contract/schema.generated';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { StudioPutFirstStepsAwayDocument, type FirstStepsViewFragment } from './first-steps.generated';
import classes from './first-steps.module.css';
import { pathOf } from './sections.ts';

const leadTo: Record<FirstStepKind, string> = {
  PROFILE: '/profile',
  DISCOVERY: '/discover',
  STUDIO: '/studio',
  GALLERY: '/gallery',
  PAYOUT_ACCOUNT: pathOf('PAYOUT_ACCOUNT'),
  SECURITY: '/security',
  NOTIFICATIONS: '/inbox/settings',
  HELP: '/help',
};

/** After approval: where to go, and where one has been already. Once it was put away, no device shows it. */
export function FirstSteps({ firstSteps: { id, steps, putAwayAt } }: { firstSteps: FirstStepsViewFragment }) {
  const { t } = useTranslation(['app', 'ui']);
  const [put, { error }] = useMutation(StudioPutFirstStepsAwayDocument, { onError: () => undefined });
  if (putAwayAt !== null) return null;
  const done = steps.filter((step) => step.done).length;
  const away = (): void => {
    const gone = { __typename: 'FirstSteps' as const, id, steps, putAwayAt: new Date().toISOString() };
    void put({ variables: { away: true }, optimisticResponse: { putFirstStepsAway: gone } });
  };
  return (
    <section className={classes.guide} aria-labelledby="first-steps-title">
      <div className={classes.head}>
        <h2 id="first-steps-title" className={classes.title}>
          {t('firstSteps.title')}
        </h2>
        <span className={classes.count}>{t('firstSteps.done', { done, count: steps.length })}</span>
      </div>
      {done === steps.length && <p className={classes.text}>{t('firstSteps.allDone')}</p>}
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.kind} className={classes.step} data-done={step.done}>
            {step.done ? (
              <IconCircleCheckFilled size={22} role="img" aria-label={t('firstSteps.isDone')} />
            ) : (
              <IconCircle size={22} stroke={1.7} aria-hidden />
            )}
            <span className={classes.about}>
              <Link to={leadTo[step.kind]} className={classes.link}>
                {t(`firstSteps.${step.kind}.title`)}
              </Link>
              <span className={classes.text}>{t(`firstSteps.${step.kind}.text`)}</span>
            </span>
          </li>
        ))}
      </ol>
      <FormAlert>{error && t(`ui:problem.${problemOf(error)}`)}</FormAlert>
      <Button className={classes.away} onClick={away}>
        {t('firstSteps.away')}
      </Button>
    </section>
  );
}

/** Brings the guide back, wherever it was put away. */
export function ShowFirstSteps({ firstSteps: { putAwayAt } }: { firstSteps: FirstStepsViewFragment }) {
  const { t } = useTranslation(['app', 'ui']);
  const navigate = useNavigate();
  const [put, { loading, error }] = useMutation(StudioPutFirstStepsAwayDocument, { onError: () => undefined });
  const show = async (): Promise<void> => {
    if (putAwayAt !== null && !(await put({ variables: { away: false } })).data) return;
    await navigate('/');
  };
  return (
    <>
      <Button loading={loading} className={classes.away} onClick={() => void show()}>
        {t(putAwayAt === null ? 'firstSteps.goTo' : 'firstSteps.showAgain')}
      </Button>
      <FormAlert>{error && t(`ui:problem.${problemOf(error)}`)}</FormAlert>
    </>
  );
}
