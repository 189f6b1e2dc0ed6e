import { IconActivity, IconHistory, IconKeyboard, IconPhoto, IconStack2, IconUser } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { usePeopleSearch } from '../features/accounts/use-people-search';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useChoices } from '../ui/use-choices';
import classes from './palette.module.css';

interface Entry {
  id: string;
  label: string;
  hint?: string;
  icon: ReactNode;
  go: () => void;
}

export function Palette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const { people, problem } = usePeopleSearch(search);

  const to = (address: string) => (): void => {
    onClose();
    void navigate(address);
  };
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true };
  const pages: Entry[] = [
    { id: 'requests', label: t('nav.requests'), icon: <IconPhoto {...icon} />, go: to('/requests') },
    { id: 'audit', label: t('nav.audit'), icon: <IconHistory {...icon} />, go: to('/audit') },
    { id: 'queues', label: t('nav.queues'), icon: <IconStack2 {...icon} />, go: to('/queues') },
    { id: 'health', label: t('nav.health'), icon: <IconActivity {...icon} />, go: to('/health') },
    { id: 'shortcuts', label: t('shortcuts.title'), icon: <IconKeyboard {...icon} />, go: onShortcuts },
  ];
  const wanted = search.trim().toLocaleLowerCase();
  const entries: Entry[] = [
    ...pages.filter(({ label }) => label.toLocaleLowerCase().includes(wanted)),
    ...people.map(({ id, displayName }) => ({
      id,
      label: displayName,
      hint: t('palette.requestsOf'),
      icon: <IconUser {...icon} />,
      go: to(`/requests?person=${encodeURIComponent(id)}`),
    })),
  ];
  const choices = useChoices(entries, ({ go }) => go());

  return (
    <Panel title={t('palette.label')} hideTitle onClose={onClose}>
      <input
        {...choices.input}
        className={classes.input}
        aria-label={t('palette.label')}
        placeholder={t('palette.placeholder')}
        value={search}
        autoFocus
        onChange={({ currentTarget }) => {
          setSearch(currentTarget.value);
          choices.restart();
        }}
      />
      <ul {...choices.list} aria-label={t('palette.label')} className={classes.list}>
        {entries.map((entry, index) => (
          <li key={entry.id} {...choices.option(index)} className={classes.option}>
            {entry.icon}
            {entry.label}
            {entry.hint !== undefined && <span className={classes.hint}>{entry.hint}</span>}
          </li>
        ))}
      </ul>
      <p role="status" className={classes.note}>
        {problem ? t('filter.searchFailed') : entries.length === 0 && t('palette.nothing')}
      </p>
    </Panel>
  );
}
