import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { DocumentUpload } from '../features/documents/document-upload.tsx';
import { RequestedDocuments } from '../features/onboarding/requested-documents.tsx';
import { SectionFrame } from '../features/onboarding/section-frame.tsx';
import { slugOf } from '../features/onboarding/sections.ts';
import { useApplication } from '../features/onboarding/use-application.ts';
import { sectionSlots, shownSections } from './application-sections.tsx';
import { OnboardingSkeleton } from './onboarding-page.tsx';

export function OnboardingSectionPage() {
  const { t } = useTranslation();
  return (
    <PageBoundary skeleton={<OnboardingSkeleton />} list={{ to: '/onboarding', name: t('onboarding.back') }}>
      <Section />
    </PageBoundary>
  );
}

const SlotSkeleton = () => (
  <Skeleton>
    <Lines count={3} height="3rem" />
  </Skeleton>
);

function Section() {
  const { section: slug = '' } = useParams();
  const application = useApplication();
  const sections = shownSections(application.sections);
  const section = sections.find(({ kind }) => slugOf(kind) === slug);
  if (!section) return <NotFound />;
  const Slot = sectionSlots[section.kind];
  return (
    <SectionFrame key={section.id} application={application} section={section} sections={sections}>
      {({ readOnly, tries }) => (
        <>
          {Slot && (
            // What it reads may fail without taking the questions away.
            <PageBoundary skeleton={<SlotSkeleton />}>
              <Slot readOnly={readOnly} tries={tries} />
            </PageBoundary>
          )}
          {section.documentRequests.length > 0 && (
            <PageBoundary skeleton={<SlotSkeleton />}>
              <RequestedDocuments section={section} readOnly={readOnly} Upload={DocumentUpload} />
            </PageBoundary>
          )}
        </>
      )}
    </SectionFrame>
  );
}
