import { IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CheckList } from '../../ui/check-list';
import { columns, type Column } from './columns';

interface ColumnPickerProps {
  shown: ReadonlySet<Column>;
  onToggle: (column: Column) => void;
}

export function ColumnPicker({ shown, onToggle }: ColumnPickerProps) {
  const { t } = useTranslation();
  return (
    <CheckList
      label={t('filter.columns')}
      icon={<IconColumns3 size={15} stroke={1.75} aria-hidden />}
      options={columns.map((column) => ({
        value: column,
        label: t(`requests.column.${column}`),
        checked: shown.has(column),
      }))}
      onToggle={onToggle}
    />
  );
}
