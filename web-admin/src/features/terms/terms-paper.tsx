import { Markdown } from '@influencegen/shared-schema/ui/markdown';
import { TextChanges } from '@influencegen/shared-schema/ui/text-changes';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './terms.module.css';

const restMs = 300;

interface TermsPaperProps {
  language: string;
  text: { title: string; body: string };
  /** In force in the same language; null: nothing to compare with. */
  before: { title: string; body: string } | null;
}

/** As it will be read, or what changes for those who accepted what is in force. Follows the typing after a short rest. */
export function TermsPaper({ language, text, before }: TermsPaperProps) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(text, restMs);
  const [comparing, setComparing] = useState(false);
  const compared = comparing && before !== null;
  return (
    <section aria-label={t('terms.preview')} className={classes.reading}>
      <div role="group" aria-label={t('terms.preview')} className={classes.tabs}>
        <button type="button" className={classes.tab} aria-pressed={!compared} onClick={() => setComparing(false)}>
          {t('terms.preview')}
        </button>
        {before !== null && (
          <button type="button" className={classes.tab} aria-pressed={compared} onClick={() => setComparing(true)}>
            {t('terms.changes')}
          </button>
        )}
      </div>
      <div className={classes.paper} lang={language}>
        <p className={classes.paperTitle}>{settled.title}</p>
        {compared ? (
          <TextChanges before={before.body} after={settled.body} />
        ) : (
          <Markdown level={3}>{settled.body}</Markdown>
        )}
      </div>
    </section>
  );
}
