import { useApolloClient, useQuery } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button, IconButton } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { IconBookmarkPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { fromSaved, toSaved, writeFilter, type ReviewFilter } from './review-filter';
import { DeleteReviewViewDocument, ReviewViewsDocument, SaveReviewViewDocument } from './review-views.generated';
import classes from './review.module.css';

interface SavedViewsProps {
  filter: ReviewFilter;
  onChoose: (filter: ReviewFilter) => void;
}

/** Filters that a reviewer has kept, on every device of theirs. */
export function SavedViews({ filter, onChoose }: SavedViewsProps) {
  const { t } = useTranslation();
  const client = useApolloClient();
  const problemText = useProblemText();
  const { data } = useQuery(ReviewViewsDocument);
  const [naming, setNaming] = useState(false);
  const { problem, run } = useAction();
  const now = writeFilter({ ...filter, search: null }).toString();

  const attempt = (work: () => Promise<unknown>): void =>
    run(async () => {
      await work();
      setNaming(false);
    });
  const save = (name: string): void =>
    attempt(() =>
      client.mutate({
        mutation: SaveReviewViewDocument,
        variables: { name, filter: toSaved(filter) },
        refetchQueries: [ReviewViewsDocument],
        awaitRefetchQueries: true,
      }),
    );
  const remove = (id: string): void =>
    attempt(() =>
      client.mutate({ mutation: DeleteReviewViewDocument, variables: { id }, refetchQueries: [ReviewViewsDocument] }),
    );

  return (
    <div className={classes.views} role="group" aria-label={t('reviews.views.label')}>
      {(data?.reviewViews ?? []).map((view) => (
        <span key={view.id} className={classes.view}>
          <button
            type="button"
            aria-pressed={writeFilter(fromSaved(view.filter)).toString() === now}
            onClick={() => onChoose(fromSaved(view.filter))}
          >
            <bdi>{view.name}</bdi>
          </button>
          <IconButton
            aria-label={t('reviews.views.remove', { name: view.name })}
            title={t('reviews.views.remove', { name: view.name })}
            onClick={() => remove(view.id)}
          >
            <IconX size={13} aria-hidden />
          </IconButton>
        </span>
      ))}
      <Button variant="quiet" leftSection={<IconBookmarkPlus size={15} aria-hidden />} onClick={() => setNaming(true)}>
        {t('reviews.views.save')}
      </Button>
      {problem && !naming && <p role="alert">{problemText(problem)}</p>}
      {naming && (
        <Panel title={t('reviews.views.save')} onClose={() => setNaming(false)}>
          <form
            className={`${classes.form} ${classes.panel}`}
            onSubmit={(event) => {
              event.preventDefault();
              const name = new FormData(event.currentTarget).get('name');
              if (typeof name === 'string' && name.trim() !== '') save(name);
            }}
          >
            <TextField name="name" label={t('reviews.views.name')} maxLength={60} required autoFocus data-autofocus />
            {problem && <p role="alert">{problemText(problem)}</p>}
            <Button type="submit" variant="primary">
              {t('reviews.views.keep')}
            </Button>
          </form>
        </Panel>
      )}
    </div>
  );
}
