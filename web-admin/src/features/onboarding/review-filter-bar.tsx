import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckFilter } from '../../ui/check-filter';
import { CheckList } from '../../ui/check-list';
import { CompactSelect } from '../../ui/compact-select';
import { FilterBar } from '../../ui/filter-bar';
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

export function ReviewFilterBar({ filter, onChange, onClear, searchRef }: ReviewFilterBarProps) {
  const { t } = useTranslation();
  const { statuses, assignee, marks, order, columns } = filter;
  return (
    <FilterBar narrowed={isNarrowed(filter)} onClear={onClear}>
      <SearchField
        label={t('reviews.search')}
        placeholder={t('reviews.searchPlaceholder')}
        search={filter.search}
        onChange={(search) => onChange({ search })}
        inputRef={searchRef}
      />
      <CheckFilter
        label={t('reviews.column.STATE')}
        any={t('reviews.open')}
        many={(count) => t('filter.states', { count })}
        options={caseStatuses}
        nameOf={(status) => t(`reviews.status.${status}`)}
        chosen={statuses}
        onChange={(wanted) => onChange({ statuses: wanted })}
      />
      <CompactSelect
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
      <CheckFilter
        label={t('reviews.only')}
        any={t('reviews.anyKind')}
        many={(count) => t('reviews.kinds', { count })}
        options={caseMarks}
        nameOf={(mark) => t(`reviews.marks.${mark}`)}
        chosen={marks}
        onChange={(wanted) => onChange({ marks: wanted })}
      />
      <CompactSelect
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
    </FilterBar>
  );
}
