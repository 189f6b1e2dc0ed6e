import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useSection } from '../use-application.ts';
import classes from './identity-document.module.css';
import { ProviderCheck } from './provider-check.tsx';
import { SectionUploads, type UploadProps } from './section-uploads.tsx';
import { useIdentityCheck } from './use-identity-check.ts';

interface DocumentSlotProps {
  readOnly: boolean;
  /** Takes one file: another feature's, put in by the page. */
  Upload: ComponentType<UploadProps>;
}

/** The document itself: seen by a provider where one is connected, else as pictures that a reviewer sees. */
export function IdentityDocument({ readOnly, Upload }: DocumentSlotProps) {
  const { t } = useTranslation();
  const section = useSection('IDENTITY_DOCUMENT');
  const { offered, check, start, busy, failure } = useIdentityCheck();
  const hasType = section.answers.some(({ field, values }) => field === 'documentType' && values.length > 0);
  const isEnough = check?.status === 'PROCESSING' || check?.comparing || check?.vouches;
  return (
    <>
      {offered && <ProviderCheck check={check} readOnly={readOnly} busy={busy} failure={failure} onStart={start} />}
      {!isEnough && (
        <>
          {offered && <p className={classes.or}>{t('onboarding.identity.orUpload')}</p>}
          {hasType ? (
            <SectionUploads section={section} readOnly={readOnly} Upload={Upload} />
          ) : (
            <p className={classes.quiet}>{t('onboarding.identity.typeFirst')}</p>
          )}
        </>
      )}
    </>
  );
}

/** Where the workspace asks for it. */
export function ProofOfAddress({ readOnly, Upload }: DocumentSlotProps) {
  return <SectionUploads section={useSection('ADDRESS')} readOnly={readOnly} Upload={Upload} />;
}
