import { useMutation } from '@apollo/client/react';
import { hasCode, problemOf } from '@influencegen/shared-schema/client/errors';
import type { CampaignMove } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useFocusHandedOn } from '@influencegen/shared-schema/ui/focus-back';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '@influencegen/shared-schema/ui/confirm-button';
import { useProblemText } from '../../ui/use-problem-text';
import { CampaignPageDocument, MoveCampaignDocument, type CampaignDetailsFragment } from './campaign-page.generated';
import classes from './campaign-page.module.css';

/** What leads on stands first, what ends it last. */
const moves = [
  'SUBMIT',
  'PUBLISH',
  'START',
  'COMPLETE',
  'RETURN',
  'ARCHIVE',
  'CANCEL',
] as const satisfies CampaignMove[];
const leadsOn: readonly CampaignMove[] = ['SUBMIT', 'PUBLISH', 'START', 'COMPLETE'];
/** The one way back: nothing is lost by either. */
const asksFirst = (move: (typeof moves)[number]): move is Exclude<(typeof moves)[number], 'SUBMIT' | 'RETURN'> =>
  move !== 'SUBMIT' && move !== 'RETURN';

interface CampaignMovesProps {
  campaign: CampaignDetailsFragment;
  /** What stands between the way on and the rest. */
  children: ReactNode;
}

/** What the API says can be done with it now. What cannot be taken back is asked for once more. */
export function CampaignMoves({ campaign, children }: CampaignMovesProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [run, { client }] = useMutation(MoveCampaignDocument);
  const [busy, setBusy] = useState<CampaignMove | null>(null);
  const [problem, setProblem] = useState('');
  const leaveFocus = useFocusHandedOn();

  const again = async (): Promise<void> => {
    await client
      .query({ query: CampaignPageDocument, variables: { id: campaign.id }, fetchPolicy: 'network-only' })
      .catch(() => undefined);
  };
  const make = async (move: CampaignMove): Promise<void> => {
    leaveFocus();
    setBusy(move);
    setProblem('');
    try {
      const { data } = await run({ variables: { id: campaign.id, revision: campaign.revision, move } });
      const answer = data?.moveCampaign.__typename;
      if (answer === 'CampaignDatePassed') setProblem(t('campaigns.datePassed'));
      // What it is now has come with the answer, and stands on the page.
      if (answer === 'CampaignConflict') setProblem(t('campaigns.changedMeanwhile'));
    } catch (error) {
      setProblem(problemText(problemOf(error)));
      // Somebody else was faster: what can be done now is another matter.
      if (hasCode(error, 'CONFLICT')) await again();
    } finally {
      setBusy(null);
    }
  };
  const button = (move: (typeof moves)[number]): ReactNode => {
    const variant = leadsOn.includes(move) ? 'primary' : 'secondary';
    return asksFirst(move) ? (
      <ConfirmButton
        key={move}
        label={t(`campaigns.move.${move}`)}
        question={t(`campaigns.sure.${move}`)}
        confirm={t(`campaigns.confirm.${move}`)}
        busy={busy === move}
        variant={move === 'CANCEL' ? 'danger' : variant}
        danger={move === 'CANCEL'}
        onConfirm={() => void make(move)}
      />
    ) : (
      <Button key={move} variant={variant} loading={busy === move} onClick={() => void make(move)}>
        {t(`campaigns.move.${move}`)}
      </Button>
    );
  };
  const open = moves.filter((move) => campaign.moves.includes(move));

  return (
    <div className={classes.moves}>
      {open.filter((move) => leadsOn.includes(move)).map(button)}
      {children}
      {open.filter((move) => !leadsOn.includes(move)).map(button)}
      <div role="alert" className={classes.problem}>
        {problem}
      </div>
    </div>
  );
}
