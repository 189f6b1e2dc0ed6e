import type { DocumentPurpose } from '@influencegen/shared-schema/contract/schema.generated';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { SectionViewFragment } from '../application.generated';
import { useNamedText } from '../dynamic-text.ts';
import classes from './identity-document.module.css';

export interface UploadProps {
  purpose: DocumentPurpose;
  requestId?: string;
  form?: string;
  title: string;
  hint?: string;
  readOnly?: boolean;
}

interface SectionUploadsProps {
  section: SectionViewFragment;
  readOnly: boolean;
  Upload: ComponentType<UploadProps>;
  /** Which document or form it is, where that is known. */
  type?: string | undefined;
}

/** What is uploaded with a section, as its answers stand, and how long it is kept. */
export function SectionUploads({ section, readOnly, Upload, type }: SectionUploadsProps) {
  const { t } = useTranslation();
  const text = useNamedText();
  if (section.documentsAsked.length === 0) return null;
  return (
    <div className={classes.uploads}>
      {section.documentsAsked.map((purpose) => (
        <Upload
          key={purpose}
          purpose={purpose}
          title={text(`onboarding.upload.${purpose}.${type}`, `onboarding.upload.${purpose}.title`) ?? purpose}
          hint={text(`onboarding.upload.${purpose}.${type}Hint`, `onboarding.upload.${purpose}.hint`) ?? ''}
          readOnly={readOnly}
          {...(purpose === 'TAX_FORM' && type !== undefined && { form: type })}
        />
      ))}
      <p className={classes.quiet}>{t('onboarding.upload.kept')}</p>
    </div>
  );
}
