import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckList } from '../../ui/check-list';
import bar from '../../ui/filter-bar.module.css';
import { SearchField } from '../../ui/search-field';
import {
  caseAssignees,
  caseColumns,
  caseMarks,
  caseOrders,
  caseStatuses,
  isNarrowed,
  type ReviewFilter,
} from './review-filter';

interface ReviewFilterBarProps {
  filter: ReviewFilter;
  onChange: (part: Partial<ReviewFilter>) => void;
  onClear: () => void;
  searchRef: RefObject<HTMLInputElement | null>;
}

const chevron = { rightSection: <IconChevronDown size={14} aria-hidden />, rightSectionWidth: '1.75rem' };

const toggled = <Value,>(all: readonly Value[], each: Value): Value[] =>
  all.includes(each) ? all.filter((other) => other !== each) : [...all, each];

export function ReviewFilterBar({ filter, onChange, onClear, searchRef }: ReviewFilterBarProps) {
  const { t } = useTranslation();
  const { statuses, assignee, marks, order, columns } = filter;
  return (
    <div role="search" className={bar.bar} aria-label={t('filter.label')}>
      <SearchField
        label={t('reviews.search')}
        placeholder={t('reviews.searchPlaceholder')}
        search={filter.search}
        onChange={(search) => onChange({ search })}
        inputRef={searchRef}
      />
      <CheckList
        label={t('reviews.column.STATE')}
        summary={
          statuses.length === 0
            ? t('reviews.open')
            : statuses.length === 1
              ? t(`reviews.status.${statuses[0]!}`)
              : t('filter.states', { count: statuses.length })
        }
        active={statuses.length > 0}
        options={caseStatuses.map((status) => ({
          value: status,
          label: t(`reviews.status.${status}`),
          checked: statuses.includes(status),
        }))}
        onToggle={(status) => onChange({ statuses: toggled(statuses, status) })}
      />
      <SelectField
        {...chevron}
        aria-label={t('reviews.column.ASSIGNEE')}
        value={assignee ?? ''}
        data-active={assignee !== null}
        onChange={({ currentTarget }) =>
          onChange({ assignee: caseAssignees.find((each) => each === currentTarget.value) ?? null })
        }
        data={[
          { value: '', label: t('reviews.anybody') },
          ...caseAssignees.map((each) => ({ value: each, label: t(`reviews.assignees.${each}`) })),
        ]}
      />
      <CheckList
        label={t('reviews.only')}
        summary={
          marks.length === 0
            ? t('reviews.anyKind')
            : marks.length === 1
              ? t(`reviews.marks.${marks[0]!}`)
              : t('reviews.kinds', { count: marks.length })
        }
        active={marks.length > 0}
        options={caseMarks.map((mark) => ({
          value: mark,
          label: t(`reviews.marks.${mark}`),
          checked: marks.includes(mark),
        }))}
        onToggle={(mark) => onChange({ marks: toggled(marks, mark) })}
      />
      <SelectField
        {...chevron}
        aria-label={t('filter.order')}
        value={order}
        onChange={({ currentTarget }) =>
          onChange({ order: caseOrders.find((each) => each === currentTarget.value) ?? 'DUE' })
        }
        data={caseOrders.map((each) => ({ value: each, label: t(`reviews.orders.${each}`) }))}
      />
      <CheckList
        label={t('reviews.columns.label')}
        summary={
          columns.length === caseColumns.length
            ? t('reviews.columns.all')
            : t('reviews.columns.some', { count: columns.length, of: caseColumns.length })
        }
        active={columns.length < caseColumns.length}
        options={caseColumns.map((column) => ({
          value: column,
          label: t(`reviews.column.${column}`),
          checked: columns.includes(column),
        }))}
        onToggle={(column) =>
          onChange({ columns: caseColumns.filter((each) => columns.includes(each) !== (each === column)) })
        }
      />
      {isNarrowed(filter) && (
        <Button variant="quiet" leftSection={<IconX size={14} aria-hidden />} onClick={onClear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
