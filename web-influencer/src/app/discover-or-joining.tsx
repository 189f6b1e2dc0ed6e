import { IconCompass } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CampaignPage } from '../features/campaigns/campaign-page.tsx';
import { DiscoverPage } from '../features/campaigns/discover-page.tsx';
import { OnceIn } from './once-in.tsx';

/** The campaigns, or what opens them. */
export const DiscoverOrJoining = () => (
  <Discovery>
    <DiscoverPage />
  </Discovery>
);

export const CampaignOrJoining = () => (
  <Discovery>
    <CampaignPage />
  </Discovery>
);

function Discovery({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <OnceIn
      permission="campaigns.discover"
      title={t('discover.title')}
      icon={<IconCompass size={40} stroke={1.3} />}
      text="discoverClosed"
    >
      {children}
    </OnceIn>
  );
}
