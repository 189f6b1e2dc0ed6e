import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StudioPage } from '../features/imaging/studio-page.tsx';
import { OnceIn } from './once-in.tsx';

/** The studio, or what opens it. */
export function StudioOrJoining() {
  const { t } = useTranslation();
  return (
    <OnceIn
      permission="imaging.request"
      title={t('studio.title')}
      icon={<IconSparkles size={40} stroke={1.3} />}
      text="studioClosed"
    >
      <StudioPage />
    </OnceIn>
  );
}
