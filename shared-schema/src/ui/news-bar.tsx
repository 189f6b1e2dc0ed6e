import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type FocusEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.tsx';
import classes from './news-bar.module.css';
import { focusBackTo } from './focus-back.tsx';

const longEnoughToRead = 12_000;

interface NewsBarProps {
  /** Null: nothing to tell. */
  news: string | null;
  /** When what happened can be taken back. */
  onUndo?: (() => void) | undefined;
  onDismiss: () => void;
}

/**
 * Says what has just happened, at the foot of whatever page this is by then. Stays while somebody is at it, and sends
 * them back to where they were: the button that they press goes, and would take the focus with it.
 */
export function NewsBar({ news, onUndo, onDismiss }: NewsBarProps) {
  const { t } = useTranslation('ui');
  const [held, setHeld] = useState(false);
  const cameFrom = useRef<EventTarget>(null);

  useEffect(() => {
    if (news === null || held) return undefined;
    const timer = setTimeout(onDismiss, longEnoughToRead);
    return () => clearTimeout(timer);
  }, [news, held, onDismiss]);

  const hold = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    setHeld(true);
    if (!currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget;
  };
  const goBack = (): void => {
    setHeld(false);
    focusBackTo(cameFrom.current);
  };

  return (
    <div role="status" className={classes.region}>
      {news !== null && (
        <div
          className={classes.bar}
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          onFocus={hold}
          onBlur={() => setHeld(false)}
        >
          <span>{news}</span>
          {onUndo && (
            <Button
              size="sm"
              className={classes.undo}
              onClick={() => {
                goBack();
                onUndo();
              }}
            >
              {t('news.undo')}
            </Button>
          )}
          <IconButton
            size={36}
            className={classes.dismiss}
            aria-label={t('news.dismiss')}
            onClick={() => {
              goBack();
              onDismiss();
            }}
          >
            <IconX size={18} aria-hidden />
          </IconButton>
        </div>
      )}
    </div>
  );
}
