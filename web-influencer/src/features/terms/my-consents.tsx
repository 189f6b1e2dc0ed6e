import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { Section } from '@influencegen/shared-schema/ui/security-settings';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconFileCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StudioMyConsentsDocument } from './my-consents.generated';
import classes from './terms.module.css';

/** Everything the viewer ever agreed to or took back: which version, when, and the words as they were then. */
export function MyConsents() {
  const { t } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const client = useApolloClient();
  const { data } = useSuspenseQuery(StudioMyConsentsDocument, { fetchPolicy: 'cache-and-network' });
  const { busy, problem, run } = useAction();
  const { nodes, pageInfo } = data.myConsents;
  // Past the hook's fetchMore: a page that failed would take away the ones that are shown.
  const readOn = async (): Promise<void> => {
    await client.query({
      query: StudioMyConsentsDocument,
      variables: { after: pageInfo.endCursor },
      fetchPolicy: 'network-only',
    });
  };
  return (
    <div id="consents">
      <Section
        icon={<IconFileCheck size={20} aria-hidden />}
        title={t('terms.consents')}
        text={t('terms.consentsText')}
      >
        {nodes.length === 0 && <p className={classes.facts}>{t('terms.noConsents')}</p>}
        <ul className={classes.list}>
          {nodes.map(({ id, key, number, title, given, at }) => (
            <li key={id} className={classes.settled}>
              <div className={classes.about}>
                <Link to={`/terms/${key}/${number}`} className={classes.link}>
                  {t('terms.versionOf', { title, number })}
                </Link>
                <span className={classes.facts}>
                  {t(given ? 'terms.given' : 'terms.takenBack', { date: format.dateTime(at) })}
                </span>
              </div>
            </li>
          ))}
        </ul>
        {pageInfo.hasNextPage && (
          <Button loading={busy} onClick={() => run(readOn)}>
            {t('ui:inbox.more')}
          </Button>
        )}
        <FormAlert>{problem && t(`ui:problem.${problem}`)}</FormAlert>
        <Link to="/terms" className={classes.link}>
          {t('terms.mine')}
        </Link>
      </Section>
    </div>
  );
}
