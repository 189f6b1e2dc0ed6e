import { useLocalStorage } from '@mantine/hooks';
import { useMemo, type CSSProperties } from 'react';

/** What may be hidden; state, prompt and actions always stay. The error stands with the prompt: most rows have none. */
export const columns = ['person', 'error', 'engine', 'size', 'time', 'position', 'attempts', 'age'] as const;
export type Column = (typeof columns)[number];

/** At least, and where there is room. At their least all of them fit beside the menu on the narrowest screen that shows a table. */
const widths = {
  state: 'minmax(6.5rem, 7rem)',
  person: 'minmax(4rem, 7.5rem)',
  prompt: 'minmax(6.25rem, 1fr)',
  engine: 'minmax(3.5rem, 4.5rem)',
  size: 'minmax(4.25rem, 7rem)',
  time: 'minmax(4.5rem, 7rem)',
  position: 'minmax(3.25rem, 3.75rem)',
  attempts: 'minmax(3.75rem, 4.5rem)',
  age: 'minmax(4rem, 6rem)',
  actions: 'minmax(5.5rem, 6.5rem)',
} as const;

type TableColumn = keyof typeof widths;
const inOrder = Object.keys(widths) as TableColumn[];
const hideable: ReadonlySet<string> = new Set(columns);

export const tableColumns = (shown: ReadonlySet<string>): TableColumn[] =>
  inOrder.filter((column) => !hideable.has(column) || shown.has(column));

/** Widths are given, not measured: columns do not move when other rows come in. */
export const gridOf = (shown: ReadonlySet<Column>): CSSProperties => ({
  gridTemplateColumns: tableColumns(shown)
    .map((column) => widths[column])
    .join(' '),
});

export function useColumns(): { shown: ReadonlySet<Column>; toggle: (column: Column) => void } {
  const [hidden, setHidden] = useLocalStorage<string[]>({
    key: 'influencegen.desk.requests.hiddenColumns',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const shown = useMemo(() => new Set(columns.filter((column) => !hidden.includes(column))), [hidden]);
  const toggle = (column: Column): void =>
    setHidden((before) => (before.includes(column) ? before.filter((each) => each !== column) : [...before, column]));
  return { shown, toggle };
}
