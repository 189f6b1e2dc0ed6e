import { useSuspenseQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StudioSessionDocument } from '../features/accounts/session.generated';

/** Whether the approval is what they lack for it. Whoever is not joining either sees what the API says. */
export function useOpensOnceIn(permission: string): boolean {
  const { data } = useSuspenseQuery(StudioSessionDocument);
  const permissions = data.viewer?.permissions ?? [];
  return !permissions.includes(permission) && permissions.includes('onboarding.own');
}

interface OpensOnceInProps {
  icon: ReactNode;
  text: 'studioClosed' | 'discoverClosed' | 'galleryClosed';
}

/** What stands in the place of something that opens with the approval, and leads to the application. */
export function OpensOnceIn({ icon, text }: OpensOnceInProps) {
  const { t } = useTranslation();
  return (
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
  );
}

interface OnceInProps extends OpensOnceInProps {
  /** What it takes. */
  permission: string;
  title: string;
  children: ReactNode;
}

/** A page that opens with the approval, or what leads there. */
export function OnceIn({ permission, title, icon, text, children }: OnceInProps) {
  const isClosed = useOpensOnceIn(permission);
  if (!isClosed) return children;
  return (
    <>
      <PageHeader title={title} hidden />
      <OpensOnceIn icon={icon} text={text} />
    </>
  );
}
