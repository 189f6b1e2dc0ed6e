import { useLazyQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useTranslation } from 'react-i18next';
import { Age } from '../../ui/age';
import { MailTemplateVersionsDocument, type MailTemplateVersionsQuery } from './template-versions.generated';
import classes from './template-page.module.css';

interface TemplateVersionsProps {
  notice: string;
  language: string;
  /** Into the form, to be saved as a new version. */
  onTake: (version: MailTemplateVersionsQuery['mailTemplateVersions'][number]) => void;
}

export function TemplateVersions({ notice, language, onTake }: TemplateVersionsProps) {
  const { t } = useTranslation(['app', 'ui']);
  const [read, { data, error }] = useLazyQuery(MailTemplateVersionsDocument, { fetchPolicy: 'network-only' });
  const versions = data?.mailTemplateVersions;
  return (
    <details
      className={classes.versions}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) void read({ variables: { notice, language } });
      }}
    >
      <summary>{t('mailText.versions')}</summary>
      {error && <p role="alert">{t('ui:problem.title')}</p>}
      {versions?.length === 0 && <p className={classes.hint}>{t('mailText.noVersions')}</p>}
      <ol reversed className={classes.list}>
        {versions?.map((version) => (
          <li key={version.id}>
            <span className={classes.what}>{version.subject ?? t('mailText.shipped')}</span>
            <span className={classes.hint}>
              {version.author?.displayName ?? t('request.system')} · <Age at={version.createdAt} />
            </span>
            <Button
              variant="quiet"
              size="compact-sm"
              aria-label={t('mailText.takeThis', { version: version.version })}
              onClick={() => onTake(version)}
            >
              {t('mailText.take')}
            </Button>
          </li>
        ))}
      </ol>
    </details>
  );
}
