import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckList } from '../../ui/check-list';
import { PeriodFilter } from '../../ui/period-filter';
import classes from '../../ui/filter-bar.module.css';
import { isKnownFailure, knownFailures } from './failure-text';
import { isNarrowed, requestStatuses, type RequestFilter } from './request-filter';

interface RequestFilterBarProps {
  filter: RequestFilter;
  onChange: (part: Partial<RequestFilter>) => void;
  onClear: () => void;
  /** People are another feature's matter. */
  personPicker: ReactNode;
}

const chevron = { rightSection: <IconChevronDown size={14} aria-hidden />, rightSectionWidth: '1.75rem' };

export function RequestFilterBar({ filter, onChange, onClear, personPicker }: RequestFilterBarProps) {
  const { t } = useTranslation();
  const { statuses, failureCodes, order } = filter;
  const nameOf = (code: string): string => (isKnownFailure(code) ? t(`failure.${code}`) : code);
  const [failure, ...otherFailures] = failureCodes;
  const failureLabel =
    failure === undefined
      ? t('filter.anyFailure')
      : otherFailures.length === 0
        ? nameOf(failure)
        : t('filter.failures', { count: failureCodes.length });
  const [first, ...others] = statuses;
  const stateLabel =
    first === undefined
      ? t('filter.anyState')
      : others.length === 0
        ? t(`status.${first}`)
        : t('filter.states', { count: statuses.length });

  return (
    <div role="search" className={classes.bar} aria-label={t('filter.label')}>
      <CheckList
        label={t('filter.state')}
        summary={stateLabel}
        active={statuses.length > 0}
        options={requestStatuses.map((status) => ({
          value: status,
          label: t(`status.${status}`),
          checked: statuses.includes(status),
        }))}
        onToggle={(status) =>
          onChange({
            statuses: requestStatuses.filter((each) => statuses.includes(each) !== (each === status)),
          })
        }
      />
      <CheckList
        label={t('filter.failure')}
        summary={failureLabel}
        active={failureCodes.length > 0}
        options={[...new Set([...knownFailures, ...failureCodes])].map((code) => ({
          value: code,
          label: nameOf(code),
          checked: failureCodes.includes(code),
        }))}
        onToggle={(code) =>
          onChange({
            failureCodes: failureCodes.includes(code)
              ? failureCodes.filter((each) => each !== code)
              : [...failureCodes, code],
          })
        }
      />
      {personPicker}
      <PeriodFilter label={t('filter.asked')} period={filter} onChange={onChange} />
      <SelectField
        {...chevron}
        aria-label={t('filter.order')}
        value={order}
        onChange={({ currentTarget }) => onChange({ order: currentTarget.value === 'OLDEST' ? 'OLDEST' : 'NEWEST' })}
        data={[
          { value: 'NEWEST', label: t('filter.NEWEST') },
          { value: 'OLDEST', label: t('filter.OLDEST') },
        ]}
      />
      {isNarrowed(filter) && (
        <Button variant="quiet" leftSection={<IconX size={14} aria-hidden />} onClick={onClear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
