import { useApolloClient, useQuery } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CompactSelect } from '../../ui/compact-select';
import { useProblemText } from '../../ui/use-problem-text';
import { useShortcuts } from '../../ui/use-shortcuts';
import { AssignCasesDocument, ReviewersDocument } from './review-claims.generated';
import { ReviewFactsDocument } from './review-queue.generated';
import classes from './review.module.css';

const nobody = 'nobody';

/** Gives what is ticked to somebody. Stands there always: nothing moves when the first box is ticked. */
export function AssignBar({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useApolloClient();
  const problemText = useProblemText();
  const { data } = useQuery(ReviewersDocument);
  const choice = useRef<HTMLSelectElement>(null);
  const [to, setTo] = useState('');
  const { busy, problem, run } = useAction();
  useShortcuts({ g: () => choice.current?.focus() });

  const assign = (): void =>
    run(async () => {
      await client.mutate({
        mutation: AssignCasesDocument,
        variables: { ids: [...ids], assigneeId: to === nobody ? null : to },
        refetchQueries: [ReviewFactsDocument],
      });
      onDone();
    });

  return (
    <form
      className={classes.assign}
      aria-label={t('reviews.assign.label')}
      onSubmit={(event) => {
        event.preventDefault();
        if (ids.length > 0 && to !== '') assign();
      }}
    >
      <span role="status">{t('reviews.assign.count', { count: ids.length })}</span>
      <CompactSelect
        ref={choice}
        aria-label={t('reviews.assign.to')}
        value={to}
        onChange={({ currentTarget }) => setTo(currentTarget.value)}
        data={[
          { value: '', label: t('reviews.assign.choose') },
          { value: nobody, label: t('reviews.assign.nobody') },
          ...(data?.reviewers ?? []).map(({ id, displayName }) => ({ value: id, label: displayName })),
        ]}
      />
      <Button type="submit" loading={busy} disabled={ids.length === 0 || to === ''}>
        {t('reviews.assign.submit')}
      </Button>
      {problem && <p role="alert">{problemText(problem)}</p>}
    </form>
  );
}
