import { useSuspenseQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StudioSessionDocument } from '../features/accounts/session.generated';
import { StudioPage } from '../features/imaging/studio-page.tsx';

/** The studio, or what opens it. */
export function StudioOrJoining() {
  const { t } = useTranslation();
  const { data } = useSuspenseQuery(StudioSessionDocument);
  const permissions = data.viewer?.permissions ?? [];
  if (permissions.includes('imaging.request') || !permissions.includes('onboarding.own')) return <StudioPage />;
  return (
    <>
      <PageHeader title={t('studio.title')} hidden />
      <EmptyState
        icon={<IconSparkles size={40} stroke={1.3} />}
        title={t('studioClosed.title')}
        action={
          <Button component={Link} to="/onboarding" variant="primary">
            {t('studioClosed.open')}
          </Button>
        }
      >
        {t('studioClosed.text')}
      </EmptyState>
    </>
  );
}
