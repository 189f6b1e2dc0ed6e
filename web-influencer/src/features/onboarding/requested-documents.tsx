import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { SectionViewFragment } from './application.generated';
import type { UploadProps } from './identity-document/section-uploads.tsx';
import classes from './section-frame.module.css';

interface RequestedDocumentsProps {
  section: SectionViewFragment;
  readOnly: boolean;
  /** Takes one file: another feature's, put in by the page. */
  Upload: ComponentType<UploadProps>;
}

/** What a reviewer asked this creator for besides, in the words of that reviewer. */
export function RequestedDocuments({ section, readOnly, Upload }: RequestedDocumentsProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.requested}>
      <p className={classes.why}>{t('onboarding.requested')}</p>
      {section.documentRequests.map(({ id, title, explanation }) => (
        <Upload key={id} purpose="REQUESTED" requestId={id} title={title} hint={explanation} readOnly={readOnly} />
      ))}
    </div>
  );
}
