import { useQuery } from '@apollo/client/react';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CompactSelect } from '../../ui/compact-select';
import { FilterBar } from '../../ui/filter-bar';
import { PeriodFilter } from '../../ui/period-filter';
import field from '../../ui/search-field.module.css';
import { AuditActionsDocument } from './audit-actions.generated';
import { isNarrowed, outcomes, type AuditFilter } from './audit-filter';
import classes from './audit.module.css';
import { useActionTexts } from './use-action-text';

interface AuditFilterBarProps {
  filter: AuditFilter;
  onChange: (part: Partial<AuditFilter>) => void;
  onClear: () => void;
  /** People are another feature's matter. */
  personPicker: ReactNode;
  searchRef: RefObject<HTMLInputElement | null>;
}

export function AuditFilterBar({ filter, onChange, onClear, personPicker, searchRef }: AuditFilterBarProps) {
  const { t } = useTranslation();
  const { action, outcome } = filter;

  return (
    <FilterBar narrowed={isNarrowed(filter)} onClear={onClear}>
      <SearchField
        key={filter.search}
        search={filter.search}
        onChange={(search) => onChange({ search })}
        inputRef={searchRef}
      />
      <ActionSelect action={action} onChange={(chosen) => onChange({ action: chosen })} />
      {personPicker}
      <CompactSelect
        aria-label={t('audit.outcome')}
        value={outcome ?? ''}
        data-active={outcome !== null}
        onChange={({ currentTarget }) =>
          onChange({ outcome: outcomes.find((each) => each === currentTarget.value) ?? null })
        }
        data={[
          { value: '', label: t('audit.anyOutcome') },
          ...outcomes.map((each) => ({ value: each, label: t(`audit.outcomes.${each}`) })),
        ]}
      />
      <PeriodFilter label={t('audit.time')} period={filter} onChange={onChange} />
      <Narrowing filter={filter} onChange={onChange} />
    </FilterBar>
  );
}

interface SearchFieldProps {
  search: string | null;
  onChange: (search: string | null) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}

/** Enter or leaving the field searches: an id is pasted, not typed letter by letter. */
function SearchField({ search, onChange, inputRef }: SearchFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(search ?? '');
  const submit = (): void => {
    const wanted = text.trim() || null;
    if (wanted !== search) onChange(wanted);
  };
  return (
    <form
      className={`${field.search} ${classes.search}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <IconSearch size={15} stroke={1.75} aria-hidden />
      <input
        ref={inputRef}
        type="search"
        aria-label={t('audit.search')}
        placeholder={t('audit.searchPlaceholder')}
        value={text}
        maxLength={200}
        spellCheck={false}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onBlur={submit}
      />
    </form>
  );
}

function ActionSelect({ action, onChange }: { action: string | null; onChange: (action: string | null) => void }) {
  const { t } = useTranslation();
  const { actionText, areaText } = useActionTexts();
  const { data } = useQuery(AuditActionsDocument);
  const known = data?.auditActions ?? [];
  // What the address names is shown before, and even if, the list of actions knows it.
  const actions = action && !action.endsWith('.') && !known.includes(action) ? [...known, action] : known;
  const areas = [...new Set([...actions, ...(action ? [action] : [])].map((each) => `${each.split('.')[0]}.`))].sort();
  return (
    <CompactSelect
      aria-label={t('audit.action')}
      value={action ?? ''}
      data-active={action !== null}
      onChange={({ currentTarget }) => onChange(currentTarget.value || null)}
      data={[
        { value: '', label: t('audit.anyAction') },
        ...areas.map((area) => ({
          group: areaText(area.slice(0, -1)),
          items: [
            { value: area, label: t('audit.allOf', { area: areaText(area.slice(0, -1)) }) },
            ...actions
              .filter((each) => each.startsWith(area))
              .map((each) => ({ value: each, label: actionText(each) })),
          ],
        })),
      ]}
    />
  );
}

/** What only links lead to: shown, so that the reader knows, and to be taken away. */
function Narrowing({ filter, onChange }: Pick<AuditFilterBarProps, 'filter' | 'onChange'>) {
  const { t } = useTranslation();
  const { recordText } = useActionTexts();
  const { recordType, recordId, requestId, ip } = filter;
  const chips = [
    (recordType !== null || recordId !== null) && {
      name: t('audit.record'),
      value: [recordType === null ? null : recordText(recordType), recordId].filter((word) => word !== null).join(' '),
      away: { recordType: null, recordId: null },
    },
    requestId !== null && { name: t('audit.request'), value: requestId, away: { requestId: null } },
    ip !== null && { name: t('audit.ip'), value: ip, away: { ip: null } },
  ].filter((chip) => chip !== false);
  return chips.map(({ name, value, away }) => (
    <button
      key={name}
      type="button"
      className={classes.chip}
      aria-label={t('audit.without', { name, value })}
      onClick={() => onChange(away)}
    >
      <span className={classes.chipName}>{name}</span>
      <code>{value}</code>
      <IconX size={14} aria-hidden />
    </button>
  ));
}
