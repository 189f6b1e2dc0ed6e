import '@mantine/core/styles/VisuallyHidden.layer.css';
import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import classes from './page-header.module.css';

interface PageHeaderProps {
  title: string;
  /** Buttons at the far end. */
  children?: ReactNode;
  /** For pages whose picture says what they are: the heading stays for screen readers. */
  hidden?: boolean;
}

/** The page's one h1. It names the document and takes the focus on arrival, so that a screen reader reads the new page. */
export function PageHeader({ title, children, hidden = false }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  // Of the arrival: later changes of the address, such as a filter, are no arrival.
  const [firstPage] = useState(key === 'default');

  useEffect(() => {
    // A form that took the focus for its first field keeps it.
    const typing = document.activeElement?.matches('input, textarea, select');
    if (!firstPage && !typing) heading.current?.focus({ preventScroll: true });
  }, [firstPage]);

  const h1 = (
    <h1 ref={heading} tabIndex={-1} className={hidden ? undefined : classes.title}>
      <bdi>{title}</bdi>
    </h1>
  );
  return (
    <>
      <title>{`${title} · InfluenceGen`}</title>
      {hidden ? (
        <VisuallyHidden>{h1}</VisuallyHidden>
      ) : (
        <header className={classes.header}>
          {h1}
          {children !== undefined && <div className={classes.actions}>{children}</div>}
        </header>
      )}
    </>
  );
}
