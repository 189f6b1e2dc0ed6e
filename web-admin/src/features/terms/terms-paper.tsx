import { Markdown } from '@influencegen/shared-schema/ui/markdown';
import { TextChanges } from '@influencegen/shared-schema/ui/text-changes';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OneOf } from '../../ui/one-of';
import classes from './terms.module.css';

const restMs = 300;

interface TermsPaperProps {
  /** What the words are called. */
  name: string;
  /** Of the headings in them. */
  level: 2 | 3;
  language: string;
  text: { title: string; body: string };
  /** In force in the same language; null: nothing to compare with. */
  before: { title: string; body: string } | null;
}

/** As it will be read, or what changes for those who accepted what is in force. Follows the typing after a short rest. */
export function TermsPaper({ name, level, language, text, before }: TermsPaperProps) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(text, restMs);
  const [comparing, setComparing] = useState(false);
  const compared = comparing && before !== null;
  return (
    <section aria-label={name} className={classes.reading}>
      {before !== null && (
        <OneOf
          label={name}
          options={[
            { value: 'text', name },
            { value: 'changes', name: t('terms.changes') },
          ]}
          value={compared ? 'changes' : 'text'}
          onChange={(shown) => setComparing(shown === 'changes')}
        />
      )}
      <div className={classes.paper} lang={language}>
        <p className={classes.paperTitle}>{settled.title}</p>
        {compared ? (
          <TextChanges before={before.body} after={settled.body} />
        ) : (
          <Markdown level={level}>{settled.body}</Markdown>
        )}
      </div>
    </section>
  );
}
