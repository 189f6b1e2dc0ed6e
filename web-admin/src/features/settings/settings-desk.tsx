import { useFragment, useQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { ErrorState } from '@influencegen/shared-schema/ui/error-state';
import { NewsBar } from '@influencegen/shared-schema/ui/news-bar';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { NothingMatches } from '../../ui/nothing-matches';
import { SearchField } from '../../ui/search-field';
import { useProblemText } from '../../ui/use-problem-text';
import { useShortcuts } from '../../ui/use-shortcuts';
import { SettingHistory } from './setting-history';
import type { PersonChoice } from './setting-overrides';
import { SettingRow } from './setting-row';
import { SettingRow_settingFragmentDoc } from './setting-row.generated';
import { SettingsPageDocument, type SettingsPageQuery } from './settings-page.generated';
import classes from './settings.module.css';
import { SettingNews, useChangeSetting, type MadeChange } from './use-change-setting';
import { useValueWords } from './use-value-words';

interface SettingsDeskProps {
  mayChange: boolean;
  personChoice: PersonChoice;
}

type Listed = SettingsPageQuery['settings'][number];

interface News {
  said: string;
  change: MadeChange | null;
}

export function SettingsDesk(props: SettingsDeskProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [news, setNews] = useState<News | null>(null);
  const { revert } = useChangeSetting();
  const tell = useCallback((said: string, change: MadeChange | null) => setNews({ said, change }), []);
  const dismiss = useCallback(() => setNews(null), []);

  const undo = async ({ id, revision }: MadeChange): Promise<void> => {
    try {
      await revert(id, revision);
      tell(t('settings.undone'), null);
    } catch (error) {
      tell(problemText(problemOf(error)), null);
    }
  };
  const change = news?.change;

  return (
    <SettingNews value={tell}>
      <div className={classes.page}>
        <PageHeader title={t('settings.title')} />
        <Settings {...props} />
      </div>
      <NewsBar news={news?.said ?? null} onUndo={change ? () => void undo(change) : undefined} onDismiss={dismiss} />
    </SettingNews>
  );
}

function Settings(props: SettingsDeskProps) {
  const { data, error, refetch } = useQuery(SettingsPageDocument, { fetchPolicy: 'cache-and-network' });
  const renew = (): void => void refetch().catch(() => undefined);
  useReconnected(renew);
  if (data) return <SettingsList {...props} settings={data.settings} />;
  if (error) return <ErrorState error={error} onRetry={renew} />;
  return (
    <Skeleton>
      <Lines count={12} height="2.5rem" />
    </Skeleton>
  );
}

function SettingsList({ settings, mayChange, personChoice }: SettingsDeskProps & { settings: readonly Listed[] }) {
  const { t } = useTranslation();
  const words = useValueWords();
  const [params, setParams] = useSearchParams();
  const search = params.get('q');
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => field.current?.focus() });
  const { data: rows, complete } = useFragment({ fragment: SettingRow_settingFragmentDoc, from: settings as Listed[] });

  const changedOnly = params.get('changed') === '1';
  const showChanges = params.get('view') === 'changes';
  const opened = params.get('open');
  const put = (name: string, value: string | null, replace: boolean): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null || value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace, preventScrollReset: true },
    );
  const clear = (): void => setParams(opened === null ? {} : { open: opened });

  if (!complete) return null;
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const wanted = (search ?? '').toLocaleLowerCase();
  const matches = ({ key, group, description, isSet, overrides }: Listed): boolean =>
    (!changedOnly || isSet || overrides > 0) &&
    [key, words.group(group), words.rule(key, description)].some((text) => text.toLocaleLowerCase().includes(wanted));
  const shown = settings.filter((each) => each.key === opened || matches(each));
  const groups = [...new Set(shown.map(({ group }) => group))];

  return (
    <>
      <nav className={classes.views} aria-label={t('settings.views')}>
        <Link to="?" aria-current={showChanges ? undefined : 'page'}>
          {t('settings.all')}
        </Link>
        <Link to="?view=changes" aria-current={showChanges ? 'page' : undefined}>
          {t('settings.recent')}
        </Link>
      </nav>
      {showChanges ? (
        <SettingHistory settings={byKey} settingKey={null} mayChange={mayChange} />
      ) : (
        <>
          <div role="search" aria-label={t('filter.label')} className={classes.bar}>
            <SearchField
              label={t('settings.search')}
              placeholder={t('settings.search')}
              search={search}
              onChange={(words) => put('q', words, false)}
              inputRef={field}
            />
            <label className={classes.check}>
              <input
                type="checkbox"
                checked={changedOnly}
                onChange={({ currentTarget }) => put('changed', currentTarget.checked ? '1' : null, true)}
              />
              {t('settings.changedOnly')}
            </label>
            <p role="status" className={classes.hint}>
              {t('settings.count', { count: shown.length })}
            </p>
          </div>
          {shown.length === 0 && <NothingMatches title={t('settings.nothing')} onClear={clear} />}
          {groups.map((group) => (
            <section key={group} aria-labelledby={`group-${group}`} className={classes.group}>
              <h2 id={`group-${group}`}>{words.group(group)}</h2>
              <ul className={classes.rows}>
                {shown.map(({ key, group: own }) => {
                  const row = own === group ? byKey.get(key) : undefined;
                  return (
                    row && (
                      <SettingRow
                        key={key}
                        setting={row}
                        open={key === opened}
                        onToggle={() => put('open', key === opened ? null : key, false)}
                        mayChange={mayChange}
                        personChoice={personChoice}
                      />
                    )
                  );
                })}
              </ul>
            </section>
          ))}
        </>
      )}
    </>
  );
}
