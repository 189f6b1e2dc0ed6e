import { IconX } from '@tabler/icons-react';
import { IconButton } from './button.tsx';
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './panel.module.css';

interface PanelProps {
  title: string;
  /** Says what it is only to screen readers. */
  hideTitle?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Over the page, for what concerns no page in particular. The browser's own dialog: focus and inertness are its matter. */
export function Panel({ title, hideTitle = false, onClose, children }: PanelProps) {
  const { t } = useTranslation('ui');
  const dialog = useRef<HTMLDialogElement>(null);

  // Closed while it still stands in the page: only then the browser gives the focus back to where it was.
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    // The browser would choose the first thing that can have the focus, which closes the panel again.
    const wanted = opened?.querySelector<HTMLElement>('[data-autofocus]');
    (wanted ?? opened?.querySelector<HTMLElement>('input:not([hidden]), textarea, select'))?.focus();
    return () => opened?.close();
  }, []);

  // A press beside the panel is a press on the dialog's backdrop, which belongs to the dialog itself.
  useEffect(() => {
    const opened = dialog.current;
    const pressed = (event: MouseEvent): void => {
      if (event.target === opened) onClose();
    };
    opened?.addEventListener('click', pressed);
    return () => opened?.removeEventListener('click', pressed);
  }, [onClose]);

  return (
    // Escape asks to close, as the cross does: left to the browser, the dialog would be closed before anybody could object.
    <dialog
      ref={dialog}
      className={classes.panel}
      aria-label={title}
      // Told a moment later: one that was opened again meanwhile, as in development, is not closed.
      onClose={({ currentTarget }) => {
        if (!currentTarget.open) onClose();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className={classes.content}>
        {!hideTitle && (
          <header className={classes.header}>
            <h2>{title}</h2>
            <IconButton aria-label={t('close')} onClick={onClose}>
              <IconX size={16} aria-hidden />
            </IconButton>
          </header>
        )}
        {children}
      </div>
    </dialog>
  );
}
