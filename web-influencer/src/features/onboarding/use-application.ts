import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import type { SectionKind } from '@influencegen/shared-schema/contract/schema.generated';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { readAnew } from '@influencegen/shared-schema/client/read-anew';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import {
  StudioOnboardingChangedDocument,
  StudioOnboardingDocument,
  type ApplicationViewFragment,
  type SectionViewFragment,
} from './application.generated';

/** The viewer's own; every page reads the same. */
export function useApplication(): ApplicationViewFragment {
  return useSuspenseQuery(StudioOnboardingDocument).data.onboarding;
}

/** One of the viewer's own sections: there is always each of them. */
export function useSection(kind: SectionKind): SectionViewFragment {
  return useApplication().sections.find((section) => section.kind === kind)!;
}

/** Keeps the application on every screen in step with what staff and other devices do. Apollo stores what comes. */
export function useLiveApplication(hasOne: boolean): void {
  const client = useApolloClient();
  useOnboardingChanges({
    skip: !hasOne,
    onReconnected: () => readAnew(client, StudioOnboardingDocument),
  });
}

interface OnboardingChanges {
  skip?: boolean;
  onChange?: () => void;
  onReconnected: () => void;
}

/** For what is read besides the application itself: something about it changed, or may have. */
export function useOnboardingChanges({ skip = false, onChange, onReconnected }: OnboardingChanges): void {
  useListening(StudioOnboardingChangedDocument, { skip, onData: onChange });
  useReconnected(() => {
    if (!skip) onReconnected();
  });
}
