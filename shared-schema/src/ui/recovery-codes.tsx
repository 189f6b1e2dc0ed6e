import { IconCheck, IconCopy, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import classes from './recovery-codes.module.css';

interface RecoveryCodesProps {
  codes: readonly string[];
  /** The person says that they are kept. */
  onKept: () => void;
}

/** Shown once, so nobody leaves before they say that they kept them. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const { t } = useTranslation('ui');
  const [copied, setCopied] = useState<'copied' | 'notCopied'>();
  const [kept, setKept] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => heading.current?.focus(), []);

  const copy = (): void => {
    navigator.clipboard.writeText(codes.join('\n')).then(
      () => setCopied('copied'),
      () => setCopied('notCopied'),
    );
  };
  const download = (): void => {
    const address = URL.createObjectURL(new Blob([`${codes.join('\r\n')}\r\n`], { type: 'text/plain' }));
    const link = Object.assign(document.createElement('a'), {
      href: address,
      download: 'influencegen-recovery-codes.txt',
    });
    link.click();
    URL.revokeObjectURL(address);
  };

  return (
    <section className={classes.codes} aria-labelledby="recovery-codes">
      <h2 id="recovery-codes" ref={heading} tabIndex={-1} className={classes.title}>
        {t('recovery.title')}
      </h2>
      <p className={classes.text}>{t('recovery.text')}</p>
      <ul className={classes.list}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={classes.actions}>
        <Button
          leftSection={copied === 'copied' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          onClick={copy}
        >
          {t('recovery.copy')}
        </Button>
        <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={download}>
          {t('recovery.download')}
        </Button>
        <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
          {t('recovery.print')}
        </Button>
      </div>
      <p role="status" className={classes.text}>
        {copied && t(`recovery.${copied}`)}
      </p>
      <label className={classes.kept}>
        <input type="checkbox" checked={kept} onChange={({ currentTarget }) => setKept(currentTarget.checked)} />
        {t('recovery.kept')}
      </label>
      <div className={classes.actions}>
        <Button variant="primary" disabled={!kept} onClick={onKept}>
          {t('recovery.done')}
        </Button>
      </div>
    </section>
  );
}
