import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './skeleton.module.css';

/** A shape in the size of what is coming. */
export function Block({ style, className = '' }: { style?: CSSProperties; className?: string | undefined }) {
  return <div aria-hidden className={`${classes.block} ${className}`} style={style} />;
}

export function Lines({ count, height = '1rem' }: { count: number; height?: string }) {
  return (
    <div className={classes.lines}>
      {Array.from({ length: count }, (_, line) => (
        <Block key={line} style={{ height, width: line === count - 1 ? '60%' : '100%' }} />
      ))}
    </div>
  );
}

/** Tells screen readers once that something is coming; the shapes inside are silent. */
export function Skeleton({ children, className }: { children: ReactNode; className?: string | undefined }) {
  const { t } = useTranslation('ui');
  return (
    <div data-skeleton role="status" aria-label={t('loading')} className={className}>
      {children}
    </div>
  );
}
