import { IconArrowUpRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Developing } from './developing.tsx';
import classes from './first-picture.module.css';

const examples = ['still', 'landscape', 'portrait'] as const;

interface FirstPictureProps {
  developing: boolean;
  onSuggest: (prompt: string) => void;
}

/** The studio of somebody who has made nothing yet. */
export function FirstPicture({ developing, onSuggest }: FirstPictureProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.first}>
      <div className={classes.backdrop}>
        <Developing id="first" progress={developing ? 5 : 60} />
      </div>
      <div className={classes.words}>
        <h2 className={classes.title}>{t('studio.empty.title')}</h2>
        <p>{t('studio.empty.text')}</p>
        <ul className={classes.examples}>
          {examples.map((example) => (
            <li key={example}>
              <button
                type="button"
                className={classes.example}
                onClick={() => onSuggest(t(`studio.empty.prompts.${example}`))}
              >
                {t(`studio.empty.prompts.${example}`)}
                <IconArrowUpRight size={18} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
