import { useQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StudioImpersonationDocument } from './impersonation-banner.generated';
import classes from './impersonation-banner.module.css';

interface ImpersonationBannerProps {
  onEnd: () => void;
  /** Why it has not ended. */
  problem: string | null;
}

/** Over every page while support looks at it, so that nobody forgets whose account this is. */
export function ImpersonationBanner({ onEnd, problem }: ImpersonationBannerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(StudioImpersonationDocument);
  const viewer = data?.viewer;
  if (!viewer?.impersonation) return null;
  const { readOnly, endsAt } = viewer.impersonation;
  return (
    <aside className={classes.banner} aria-label={t('impersonation.label')}>
      <IconEye size={18} aria-hidden />
      <p>
        {t(readOnly ? 'impersonation.looking' : 'impersonation.changing', {
          name: viewer.displayName,
          time: format.dateTime(endsAt),
        })}
      </p>
      <Button size="compact-sm" variant="quiet" onClick={onEnd}>
        {t('impersonation.end')}
      </Button>
      {problem && <p role="alert">{problem}</p>}
    </aside>
  );
}
