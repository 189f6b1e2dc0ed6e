import { useMay } from '../features/accounts/use-may';
import { DocumentViewer } from '../features/documents/document-viewer';
import { CasePage } from '../features/onboarding/case-page';
import { QueuePage } from '../features/onboarding/queue-page';
import { ReasonsPage } from '../features/onboarding/reasons-page';

export function ReviewsPage() {
  const may = useMay();
  return <QueuePage assigns={may('onboarding.assign')} edits={may('onboarding.reasons')} />;
}

export function ReviewReasonsPage() {
  const may = useMay();
  return <ReasonsPage edits={may('onboarding.reasons')} />;
}

/** The documents of a case are shown as all documents are. */
export const ReviewCasePage = () => <CasePage Viewer={DocumentViewer} />;
