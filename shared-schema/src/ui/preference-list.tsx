import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './preference-list.module.css';

type Channel = 'MAIL' | 'INBOX';

interface Preference {
  notice: string;
  description: string;
  optional: boolean;
  channels: readonly Channel[];
  wanted: readonly Channel[];
}

interface PreferenceListProps {
  preferences: readonly Preference[];
  onChange: (notice: string, channel: Channel, wanted: boolean) => void;
}

const columns: readonly Channel[] = ['MAIL', 'INBOX'];

/** What comes, and how. What cannot be turned off is told in words: a box that nobody may tick looks broken. */
export function PreferenceList({ preferences, onChange }: PreferenceListProps) {
  const { t } = useTranslation('ui');
  const chosen = preferences.filter(({ optional }) => optional);
  const always = preferences.filter(({ optional }) => !optional);

  return (
    <>
      {chosen.length > 0 && (
        <table className={classes.table}>
          <caption className={classes.caption}>{t('preferences.optional')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('preferences.about')}</th>
              {columns.map((channel) => (
                <th key={channel} scope="col" className={classes.channel}>
                  {t(`preferences.channel.${channel}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {chosen.map(({ notice, description, channels, wanted }) => (
              <tr key={notice}>
                <th scope="row">{description}</th>
                {columns.map((channel) => (
                  <td key={channel} className={classes.channel}>
                    {channels.includes(channel) && (
                      <input
                        type="checkbox"
                        className={classes.box}
                        aria-label={`${description}: ${t(`preferences.channel.${channel}`)}`}
                        checked={wanted.includes(channel)}
                        onChange={({ currentTarget }) => onChange(notice, channel, currentTarget.checked)}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {always.length > 0 && <Always preferences={always} />}
    </>
  );
}

/** On which ways something comes. */
const wayOf = ([first, ...others]: readonly Channel[]) => (others.length > 0 ? 'BOTH' : first);

function Always({ preferences }: { preferences: readonly Preference[] }) {
  const { t } = useTranslation('ui');
  const titleId = useId();
  const groups = (['BOTH', ...columns] as const)
    .map((way) => ({ way, of: preferences.filter(({ channels }) => wayOf(channels) === way) }))
    .filter(({ of }) => of.length > 0);
  return (
    <section className={classes.always} aria-labelledby={titleId}>
      <h2 id={titleId}>{t('preferences.always')}</h2>
      <p>{t('preferences.alwaysText')}</p>
      {groups.map(({ way, of }) => (
        <details key={way}>
          <summary>
            {t(`preferences.way.${way}`)} ({of.length})
          </summary>
          <ul>
            {of.map(({ notice, description }) => (
              <li key={notice}>{description}</li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
