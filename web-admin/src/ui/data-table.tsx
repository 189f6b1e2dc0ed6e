import type { News } from '@influencegen/shared-schema/client/steady-rows';
import { NewRows } from '@influencegen/shared-schema/ui/new-rows';
import type { ComponentProps, ReactNode, RefObject } from 'react';
import classes from './data-table.module.css';

interface DataTableProps<Column extends string> extends Pick<
  ComponentProps<'div'>,
  'aria-label' | 'aria-labelledby' | 'style'
> {
  /** Gives the columns their widths, where `style` does not. */
  className?: string | undefined;
  columns: readonly Column[];
  head: (column: Column) => ReactNode;
  headClass?: (column: Column) => string | undefined;
  /** See `useRowKeys`. */
  rows?: RefObject<HTMLDivElement | null>;
  /** Of rows that stand still under the hand. */
  news?: News;
  children: ReactNode;
}

/** The frame of a table: what stands above the columns stays in sight, and on a narrow screen each row becomes a card. */
export function DataTable<Column extends string>(props: DataTableProps<Column>) {
  const { className = '', columns, head, headClass, rows, news, children, ...attributes } = props;
  return (
    <div>
      {news && <NewRows of={news} />}
      <div role="table" {...attributes} className={`${classes.table} ${className}`}>
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.heads}>
            {columns.map((column) => (
              <div key={column} role="columnheader" className={headClass?.(column)}>
                {head(column)}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" ref={rows} className={classes.body}>
          {children}
        </div>
      </div>
    </div>
  );
}
