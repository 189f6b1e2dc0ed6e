import { taxFormDue } from '@influencegen/shared-schema/contract/onboarding-questions';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useApplication, useSection } from '../use-application.ts';
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
  const type = section.answers.find(({ field }) => field === 'documentType')?.values[0];
  const isEnough = check?.status === 'PROCESSING' || check?.comparing || check?.vouches;
  return (
    <>
      {offered && <ProviderCheck check={check} readOnly={readOnly} busy={busy} failure={failure} onStart={start} />}
      {!isEnough && (
        <>
          {offered && <p className={classes.or}>{t('onboarding.identity.orUpload')}</p>}
          {type ? (
            <SectionUploads section={section} readOnly={readOnly} Upload={Upload} type={type} />
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

/** The signed form that the answers about tax call for. */
export function TaxForm({ readOnly, Upload }: DocumentSlotProps) {
  const { sections, payerCountry } = useApplication();
  const answers = Object.fromEntries(
    sections.flatMap((section) => section.answers.map(({ field, values }) => [field, values])),
  );
  const form = taxFormDue(answers, { payerCountry });
  return <SectionUploads section={useSection('TAX')} readOnly={readOnly} Upload={Upload} type={form ?? undefined} />;
}
