import { Button } from '@influencegen/shared-schema/ui/button';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './social-profiles.module.css';

export function CopyCode({ code }: { code: string }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null);
  const copy = (): void => {
    navigator.clipboard.writeText(code).then(
      () => setOutcome('copied'),
      () => setOutcome('notCopied'),
    );
  };
  return (
    <div className={classes.code}>
      <code>{code}</code>
      <Button
        leftSection={outcome === 'copied' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        aria-label={t('onboarding.social.copyCode', { code })}
        onClick={copy}
      >
        {t('onboarding.social.copy')}
      </Button>
      <span role="status" className={classes.quiet}>
        {outcome && t(`onboarding.social.${outcome}`)}
      </span>
    </div>
  );
}
