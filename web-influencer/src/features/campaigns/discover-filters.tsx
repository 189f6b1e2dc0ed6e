import { niches } from '@influencegen/shared-schema/contract/niches';
import { socialPlatformNames, socialPlatforms } from '@influencegen/shared-schema/contract/social-handle';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChevronDown, IconHeart, IconHeartFilled, IconSearch, IconX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isNarrowed, kindsOfPay, orders, type Chosen } from './discover-filter.ts';
import classes from './discover-filters.module.css';

interface DiscoverFiltersProps {
  chosen: Chosen;
  onChoose: (part: Partial<Chosen>) => void;
  onClear: () => void;
}

const groups = ['niches', 'platforms', 'pay'] as const;
type Group = (typeof groups)[number];

interface Chip {
  value: string;
  label: string;
  checked: boolean;
  toggle: () => void;
}

const toggled = <Value,>(all: readonly Value[], each: Value): Value[] =>
  all.includes(each) ? all.filter((other) => other !== each) : [...all, each];

/** Words, order and chips. What is chosen stays in sight when its group is folded away. */
export function DiscoverFilters({ chosen, onChoose, onClear }: DiscoverFiltersProps) {
  const { t } = useTranslation(['app', 'ui']);
  const [open, setOpen] = useState<Group | null>(null);
  const [language] = useLanguage();
  const id = useId();
  const chips: Record<Group, Chip[]> = {
    // Of so many, one is found by the alphabet of the reader.
    niches: niches
      .map((niche) => ({
        value: niche,
        label: t(`ui:choice.niches.${niche}`),
        checked: chosen.niches.includes(niche),
        toggle: () => onChoose({ niches: toggled(chosen.niches, niche) }),
      }))
      .toSorted((a, b) => a.label.localeCompare(b.label, language)),
    platforms: socialPlatforms.map((platform) => ({
      value: platform,
      label: socialPlatformNames[platform],
      checked: chosen.platforms.includes(platform),
      toggle: () => onChoose({ platforms: toggled(chosen.platforms, platform) }),
    })),
    pay: kindsOfPay.map((kind) => ({
      value: kind,
      label: t(`discover.kindOfPay.${kind}`),
      checked: chosen.pay.includes(kind),
      toggle: () => onChoose({ pay: toggled(chosen.pay, kind) }),
    })),
  };
  const taken = groups.flatMap((group) => (group === open ? [] : chips[group].filter(({ checked }) => checked)));
  const Heart = chosen.interested ? IconHeartFilled : IconHeart;

  return (
    <div role="search" className={classes.filters} aria-label={t('discover.filters')}>
      <div className={classes.words}>
        <SearchField search={chosen.search} onSearch={(search) => onChoose({ search })} />
        <SelectField
          aria-label={t('discover.order')}
          value={chosen.order}
          data={orders.map((order) => ({ value: order, label: t(`discover.orders.${order}`) }))}
          onChange={({ currentTarget }) =>
            onChoose({ order: orders.find((order) => order === currentTarget.value) ?? 'NEWEST' })
          }
        />
      </div>
      <div className={classes.row}>
        {groups.map((group) => (
          <button
            key={group}
            type="button"
            className={classes.chip}
            data-active={chips[group].some(({ checked }) => checked)}
            aria-expanded={open === group}
            aria-controls={open === group ? id : undefined}
            onClick={() => setOpen(open === group ? null : group)}
          >
            {t(`discover.groups.${group}`)}
            <IconChevronDown size={16} aria-hidden className={classes.chevron} />
          </button>
        ))}
        <button
          type="button"
          className={classes.chip}
          data-active={chosen.interested}
          aria-pressed={chosen.interested}
          onClick={() => onChoose({ interested: !chosen.interested })}
        >
          <Heart size={16} aria-hidden />
          {t('discover.interested')}
        </button>
      </div>
      {open !== null && (
        <fieldset id={id} className={classes.group}>
          <legend className={classes.legend}>{t(`discover.groups.${open}`)}</legend>
          <div className={classes.row}>
            {chips[open].map(({ value, label, checked, toggle }) => (
              <label key={value} className={classes.chip} data-active={checked}>
                <input type="checkbox" checked={checked} onChange={toggle} />
                {label}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {isNarrowed(chosen) && (
        <div className={classes.row}>
          {taken.map(({ value, label, toggle }) => (
            <button
              key={value}
              type="button"
              className={classes.chip}
              data-active
              aria-label={t('discover.takeAway', { what: label })}
              onClick={toggle}
            >
              {label}
              <IconX size={14} aria-hidden />
            </button>
          ))}
          <Button variant="quiet" size="compact-md" className={classes.clear} onClick={onClear}>
            {t('discover.clear')}
          </Button>
        </div>
      )}
    </div>
  );
}

const typing = 250;

function SearchField({ search, onSearch }: { search: string | null; onSearch: (search: string | null) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(search ?? '');
  const [asked, setAsked] = useState(search);
  // Cleared by a button, or by stepping back.
  if (asked !== search) {
    setAsked(search);
    if (search === null) setText('');
  }
  const ask = useDebouncedCallback((wanted: string) => onSearch(wanted.trim() || null), typing);
  return (
    <TextField
      type="search"
      aria-label={t('discover.search')}
      placeholder={t('discover.search')}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={text}
      maxLength={200}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        ask(currentTarget.value);
      }}
    />
  );
}
