import {
  IconBellCog,
  IconChartBar,
  IconKeyboard,
  IconMessageCog,
  IconPhoto,
  IconPlus,
  IconSettings,
  IconShieldLock,
  IconUser,
  IconUserPlus,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMay } from '../features/accounts/use-may';
import { usePeopleSearch } from '../features/accounts/use-people-search';
import { useSettingSearch } from '../features/settings/use-setting-search';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useChoices } from '../ui/use-choices';
import classes from './palette.module.css';
import { sections } from './sections';

interface Entry {
  id: string;
  label: string;
  hint?: string;
  icon: ReactNode;
  go: () => void;
}

export function Palette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const { t } = useTranslation(['app', 'ui']);
  const navigate = useNavigate();
  const may = useMay();
  const [search, setSearch] = useState('');
  const { people, problem } = usePeopleSearch(search);
  const settings = useSettingSearch(search, may('settings.read'));

  const to = (address: string) => (): void => {
    onClose();
    void navigate(address);
  };
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true };
  const pages: Entry[] = [
    ...sections
      .flatMap((section) => section.pages.map((page) => page))
      .filter(({ needs }) => may(needs))
      .map(({ to: address, name, Icon }) => ({
        id: name,
        label: t(`nav.${name}`),
        icon: <Icon {...icon} />,
        go: to(address),
      })),
    ...(may('accounts.invite')
      ? [{ id: 'invite', label: t('people.invite'), icon: <IconUserPlus {...icon} />, go: to('/people/invite') }]
      : []),
    ...(may('campaigns.manage')
      ? [{ id: 'newCampaign', label: t('campaigns.new'), icon: <IconPlus {...icon} />, go: to('/campaigns/new') }]
      : []),
    ...(may('onboarding.assign')
      ? [
          {
            id: 'reviewNumbers',
            label: t('nav.reviewNumbers'),
            icon: <IconChartBar {...icon} />,
            go: to('/reviews/numbers'),
          },
        ]
      : []),
    ...(may('onboarding.reasons')
      ? [
          {
            id: 'reviewReasons',
            label: t('nav.reviewReasons'),
            icon: <IconMessageCog {...icon} />,
            go: to('/reviews/reasons'),
          },
        ]
      : []),
    { id: 'security', label: t('ui:security.title'), icon: <IconShieldLock {...icon} />, go: to('/security') },
    {
      id: 'notifications',
      label: t('inbox.settings'),
      icon: <IconBellCog {...icon} />,
      go: to('/inbox/settings'),
    },
    { id: 'shortcuts', label: t('shortcuts.title'), icon: <IconKeyboard {...icon} />, go: onShortcuts },
  ];
  const wanted = search.trim().toLocaleLowerCase();
  const entries: Entry[] = [
    ...pages.filter(({ label }) => label.toLocaleLowerCase().includes(wanted)),
    ...people.flatMap(({ id, displayName }) => [
      ...(may('accounts.read')
        ? [{ id: `person-${id}`, label: displayName, icon: <IconUser {...icon} />, go: to(`/people/${id}`) }]
        : []),
      ...(may('imaging.monitor')
        ? [
            {
              id,
              label: displayName,
              hint: t('palette.requestsOf'),
              icon: <IconPhoto {...icon} />,
              go: to(`/requests?person=${encodeURIComponent(id)}`),
            },
          ]
        : []),
    ]),
    ...settings.map(({ key, label }) => ({
      id: key,
      label,
      hint: t('palette.setting'),
      icon: <IconSettings {...icon} />,
      go: to(`/settings?open=${encodeURIComponent(key)}`),
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
