import { useQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckList } from '../../ui/check-list';
import classes from '../../ui/filter-bar.module.css';
import { OutboxFactsDocument } from './outbox-facts.generated';
import { isOutboxNarrowed, mailStatuses, type OutboxFilter } from './outbox-filter';

interface OutboxFilterBarProps {
  filter: OutboxFilter;
  onChange: (part: Partial<OutboxFilter>) => void;
  onClear: () => void;
  /** People are another feature's matter. */
  personPicker: ReactNode;
}

export function OutboxFilterBar({ filter, onChange, onClear, personPicker }: OutboxFilterBarProps) {
  const { t } = useTranslation();
  const { data } = useQuery(OutboxFactsDocument);
  const { statuses, notice } = filter;
  const [first, ...others] = statuses;
  const notices = [...new Set([...(data?.outboxFacts.notices ?? []), ...(notice === null ? [] : [notice])])];

  return (
    <div role="search" className={classes.bar} aria-label={t('filter.label')}>
      <CheckList
        label={t('filter.state')}
        summary={
          first === undefined
            ? t('filter.anyState')
            : others.length === 0
              ? t(`outbox.status.${first}`)
              : t('filter.states', { count: statuses.length })
        }
        active={statuses.length > 0}
        options={mailStatuses.map((status) => ({
          value: status,
          label: t(`outbox.status.${status}`),
          checked: statuses.includes(status),
        }))}
        onToggle={(status) =>
          onChange({ statuses: mailStatuses.filter((each) => statuses.includes(each) !== (each === status)) })
        }
      />
      {personPicker}
      <SelectField
        aria-label={t('outbox.notice')}
        rightSection={<IconChevronDown size={14} aria-hidden />}
        rightSectionWidth="1.75rem"
        value={notice ?? ''}
        data-active={notice !== null}
        onChange={({ currentTarget }) => onChange({ notice: currentTarget.value || null })}
        data={[{ value: '', label: t('outbox.anyNotice') }, ...notices.map((key) => ({ value: key, label: key }))]}
      />
      {isOutboxNarrowed(filter) && (
        <Button variant="quiet" leftSection={<IconX size={14} aria-hidden />} onClick={onClear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
