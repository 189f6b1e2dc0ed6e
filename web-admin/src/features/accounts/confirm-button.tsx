import { Button } from '@influencegen/shared-schema/ui/button';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEscape } from '../../ui/use-escape';
import classes from './person-page.module.css';

interface ConfirmButtonProps {
  label: string;
  /** What is asked, and on the button that does it. */
  question: string;
  confirm: string;
  busy: boolean;
  danger?: boolean;
  onConfirm: () => void;
}

/** For what has consequences: it asks once more, in the same place. */
export function ConfirmButton({ label, question, confirm, busy, danger = false, onConfirm }: ConfirmButtonProps) {
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
      <Button ref={button} loading={busy} variant={danger ? 'danger' : 'secondary'} onClick={() => setAsking(true)}>
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
