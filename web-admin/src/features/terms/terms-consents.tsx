import { useSuspenseQuery } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState, useTransition } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { TermsConsentsDocument } from './terms-version.generated';
import classes from './terms.module.css';

/** Who agreed and who took that back, newest first. */
export function TermsConsents({ versionId }: { versionId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const { data, fetchMore } = useSuspenseQuery(TermsConsentsDocument, {
    variables: { versionId },
    fetchPolicy: 'cache-and-network',
  });
  const [loading, startLoading] = useTransition();
  const [problem, setProblem] = useState<Problem | null>(null);
  const { nodes, pageInfo } = data.termsConsents;
  const loadMore = (): void =>
    startLoading(async () => {
      setProblem(null);
      try {
        await fetchMore({ variables: { after: pageInfo.endCursor } });
      } catch (error) {
        setProblem(problemOf(error));
      }
    });
  return (
    <section aria-labelledby="who" className={classes.who}>
      <h2 id="who">{t('terms.who')}</h2>
      {nodes.length === 0 && <p className={classes.hint}>{t('terms.nobody')}</p>}
      <ul className={classes.consents}>
        {nodes.map(({ id, given, language, at, person }) => (
          <li key={id}>
            <bdi className={classes.person}>{person.displayName}</bdi>
            <span className={classes.hint}>
              {t(given ? 'terms.gave' : 'terms.tookBack')} · {format.dateTime(at)} · {languageName(language)}
            </span>
          </li>
        ))}
      </ul>
      {problem && <p role="alert">{problemText(problem)}</p>}
      {pageInfo.hasNextPage && (
        <div>
          <Button loading={loading} onClick={loadMore}>
            {t('requests.loadMore')}
          </Button>
        </div>
      )}
    </section>
  );
}
