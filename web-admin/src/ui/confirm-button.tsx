import { Button } from '@influencegen/shared-schema/ui/button';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEscape } from './use-escape';
import classes from './confirm-button.module.css';

interface ConfirmButtonProps {
  label: string;
  /** What is asked, and on the button that does it. */
  question: string;
  confirm: string;
  busy: boolean;
  danger?: boolean;
  /** The step that comes next. */
  primary?: boolean;
  onConfirm: () => void;
}

/** For what has consequences: it asks once more, in the same place. */
export function ConfirmButton({
  label,
  question,
  confirm,
  busy,
  danger = false,
  primary = false,
  onConfirm,
}: ConfirmButtonProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const keep = (): void => {
    setAsking(false);
    queueMicrotask(() => button.current?.focus());
  };
  useEscape(asking, keep);

  if (!asking)
    return (
      <Button
        ref={button}
        loading={busy}
        variant={danger ? 'danger' : primary ? 'primary' : 'secondary'}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
    );
  return (
    <span role="group" aria-label={question} className={classes.confirm}>
      <span>{question}</span>
      <Button
        autoFocus
        variant={danger ? 'danger' : 'primary'}
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {confirm}
      </Button>
      <Button variant="quiet" onClick={keep}>
        {t('people.keep')}
      </Button>
    </span>
  );
}
