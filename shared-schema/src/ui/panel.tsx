import { IconX } from '@tabler/icons-react';
import { IconButton } from './button.tsx';
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './panel.module.css';
import { useEscape } from './use-escape.tsx';

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
    if (!opened) return undefined;
    show(opened);
    return () => opened.close();
  }, []);

  useEscape(true, onClose);

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
    // Escape and the back gesture of a phone ask to close, as the cross does: left to the browser, the dialog would be closed
    // before anybody could object.
    <dialog
      ref={dialog}
      className={classes.panel}
      aria-label={title}
      onCancel={(event) => {
        // One that comes from within is about something else: no file was chosen.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      // A browser that was refused once closes without asking: it stands again before it is asked for. Told a moment later:
      // one that was opened again meanwhile, as in development, is not closed, and neither is one that has gone.
      onClose={({ currentTarget }) => {
        if (currentTarget.open || !currentTarget.isConnected) return;
        show(currentTarget);
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

function show(dialog: HTMLDialogElement): void {
  dialog.showModal();
  // The browser would choose the first thing that can have the focus, which closes the panel again.
  const wanted = dialog.querySelector<HTMLElement>('[data-autofocus]');
  (wanted ?? dialog.querySelector<HTMLElement>('input:not([hidden]), textarea, select'))?.focus();
}
