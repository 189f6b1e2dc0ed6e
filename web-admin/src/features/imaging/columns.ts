import { useLocalStorage } from '@mantine/hooks';
import { useMemo, type CSSProperties } from 'react';

/** Those that may be hidden; state, prompt and actions always stay. In the order of the table. */
export const columns = ['person', 'error', 'engine', 'size', 'time', 'position', 'attempts', 'age'] as const;
export type Column = (typeof columns)[number];

const widths = {
  state: '7.5rem',
  person: '8.5rem',
  prompt: 'minmax(10rem, 5fr)',
  error: 'minmax(0, 3fr)',
  engine: '4.5rem',
  size: '8rem',
  time: '9.5rem',
  position: '3.5rem',
  attempts: '4.5rem',
  age: '7.5rem',
  actions: '9rem',
} as const satisfies Record<Column | 'state' | 'prompt' | 'actions', string>;

type TableColumn = keyof typeof widths;
const inOrder = Object.keys(widths) as TableColumn[];

export const tableColumns = (shown: ReadonlySet<Column>): TableColumn[] =>
  inOrder.filter((column) => column === 'state' || column === 'prompt' || column === 'actions' || shown.has(column));

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
