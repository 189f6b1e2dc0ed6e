import { useSuspenseQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StudioSessionDocument } from '../features/accounts/session.generated';

interface OnceInProps {
  /** What it takes. Whoever is not joining either sees what the API says. */
  permission: string;
  title: string;
  icon: ReactNode;
  text: 'studioClosed' | 'discoverClosed';
  children: ReactNode;
}

/** A page that opens with the approval, or what leads there. */
export function OnceIn({ permission, title, icon, text, children }: OnceInProps) {
  const { t } = useTranslation();
  const { data } = useSuspenseQuery(StudioSessionDocument);
  const permissions = data.viewer?.permissions ?? [];
  if (permissions.includes(permission) || !permissions.includes('onboarding.own')) return children;
  return (
    <>
      <PageHeader title={title} hidden />
      <EmptyState
        icon={icon}
        title={t(`${text}.title`)}
        action={
          <Button component={Link} to="/onboarding" variant="primary">
            {t(`${text}.open`)}
          </Button>
        }
      >
        {t(`${text}.text`)}
      </EmptyState>
    </>
  );
}
