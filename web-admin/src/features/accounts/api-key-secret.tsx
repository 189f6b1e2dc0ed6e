import { Button } from '@influencegen/shared-schema/ui/button';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './api-keys-page.module.css';

/** Shown once, so it stays until somebody says that they kept it. */
export function ApiKeySecret({ secret, onKept }: { secret: string; onKept: () => void }) {
  const { t } = useTranslation(['app', 'ui']);
  const [copied, setCopied] = useState<'copied' | 'notCopied'>();
  const [kept, setKept] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => heading.current?.focus(), []);

  return (
    <section className={classes.issued} aria-labelledby="issued-key">
      <h2 id="issued-key" ref={heading} tabIndex={-1}>
        {t('apiKeys.secret')}
      </h2>
      <p>{t('apiKeys.secretText')}</p>
      <p className={classes.secret}>{secret}</p>
      <div>
        <Button
          leftSection={copied === 'copied' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          onClick={() => {
            navigator.clipboard.writeText(secret).then(
              () => setCopied('copied'),
              () => setCopied('notCopied'),
            );
          }}
        >
          {t('ui:recovery.copy')}
        </Button>
      </div>
      <p role="status">{copied && t(`ui:recovery.${copied}`)}</p>
      <label className={classes.kept}>
        <input type="checkbox" checked={kept} onChange={({ currentTarget }) => setKept(currentTarget.checked)} />
        {t('apiKeys.kept')}
      </label>
      <div>
        <Button variant="primary" disabled={!kept} onClick={onKept}>
          {t('apiKeys.done')}
        </Button>
      </div>
    </section>
  );
}
