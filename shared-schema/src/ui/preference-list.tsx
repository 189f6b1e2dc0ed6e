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

/** What comes, and how. What is about the security of the account cannot be turned off, and says so. */
export function PreferenceList({ preferences, onChange }: PreferenceListProps) {
  const { t } = useTranslation('ui');
  const groups = [
    { name: t('preferences.optional'), of: preferences.filter(({ optional }) => optional) },
    { name: t('preferences.always'), of: preferences.filter(({ optional }) => !optional) },
  ].filter(({ of }) => of.length > 0);

  return groups.map(({ name, of }) => (
    <table key={name} className={classes.table}>
      <caption className={classes.caption}>{name}</caption>
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
        {of.map(({ notice, description, optional, channels, wanted }) => (
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
                    disabled={!optional}
                    onChange={({ currentTarget }) => onChange(notice, channel, currentTarget.checked)}
                  />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  ));
}
