import { useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import classes from './confirm-button.module.css';
import { useEscape } from './use-escape.tsx';

interface ConfirmButtonProps {
  label: string;
  /** Tells it apart for who does not see where it stands. */
  'aria-label'?: string;
  'aria-describedby'?: string;
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'compact-sm';
  busy: boolean;
  disabled?: boolean;
  /** What is asked, where the answers alone do not say it. */
  question?: string;
  confirm: string;
  /** The other answer; else "Cancel". */
  keep?: string;
  /** What is confirmed cannot be taken back. */
  danger?: boolean;
  /** In front of it, as long as nothing is asked. */
  children?: ReactNode;
  onConfirm: () => void;
}

/** For what has consequences: it asks once more, in the same place. Once answered the keyboard is back at the button. */
export function ConfirmButton({
  label,
  'aria-label': name,
  'aria-describedby': describedBy,
  variant = 'secondary',
  size,
  busy,
  disabled,
  question,
  confirm,
  keep,
  danger = false,
  children,
  onConfirm,
}: ConfirmButtonProps) {
  const { t } = useTranslation('ui');
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const back = (): void => {
    flushSync(() => setAsking(false));
    button.current?.focus();
  };
  useEscape(asking, back);

  if (!asking)
    return (
      <>
        {children}
        <Button
          ref={button}
          variant={variant}
          size={size}
          loading={busy}
          disabled={disabled}
          aria-label={name}
          aria-describedby={describedBy}
          onClick={() => setAsking(true)}
        >
          {label}
        </Button>
      </>
    );
  const answers = (
    <span className={classes.answers}>
      <Button
        autoFocus
        variant={danger ? 'danger' : 'primary'}
        size={size}
        disabled={disabled}
        aria-describedby={describedBy}
        onClick={() => {
          // First: what is done may take the button away, and hands the focus on from there.
          back();
          onConfirm();
        }}
      >
        {confirm}
      </Button>
      <Button variant="quiet" size={size} onClick={back}>
        {keep ?? t('cancel')}
      </Button>
    </span>
  );
  if (question === undefined) return answers;
  return (
    <span role="group" aria-label={question} className={classes.confirm}>
      <span>{question}</span>
      {answers}
    </span>
  );
}
