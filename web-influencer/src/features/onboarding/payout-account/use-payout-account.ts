import { useApolloClient, useMutation, useSuspenseQuery } from '@apollo/client/react';
import { readAnew } from '@influencegen/shared-schema/client/read-anew';
import type { PayoutMethod, SavePayoutAccountInput } from '@influencegen/shared-schema/contract/schema.generated';
import { useTranslation } from 'react-i18next';
import { useOnboardingChanges } from '../use-application.ts';
import type { Failure } from '../use-attempt.ts';
import {
  StudioConfirmMicroDepositsDocument,
  StudioPayoutSetupDocument,
  StudioSavePayoutAccountDocument,
  StudioVerifyPayoutAccountDocument,
  type PayoutSetupViewFragment,
} from './payout-account.generated';

/** The viewer's own, kept in step with what finance, reviewers and providers do. */
export function usePayoutSetup(): PayoutSetupViewFragment {
  const client = useApolloClient();
  const { data } = useSuspenseQuery(StudioPayoutSetupDocument);
  const readAgain = (): void => readAnew(client, StudioPayoutSetupDocument);
  useOnboardingChanges({ onChange: readAgain, onReconnected: readAgain });
  return data.payoutSetup;
}

export interface FieldProblem {
  field: string | null;
  code: string;
}

/** Apollo stores what comes back. */
export function usePayoutMoves() {
  const { t } = useTranslation();
  const [save] = useMutation(StudioSavePayoutAccountDocument);
  const [verify] = useMutation(StudioVerifyPayoutAccountDocument);
  const [confirm] = useMutation(StudioConfirmMicroDepositsDocument);

  return {
    async save(input: SavePayoutAccountInput): Promise<{ failure: Failure; problems: readonly FieldProblem[] }> {
      const result = (await save({ variables: { input } })).data!.savePayoutAccount;
      if (result.__typename === 'SectionIncomplete') return { failure: null, problems: result.problems };
      return { failure: result.__typename === 'PayoutSetup' ? null : t('onboarding.closedNow'), problems: [] };
    },
    async verify(method: PayoutMethod): Promise<Failure> {
      const result = (await verify({ variables: { method } })).data!.verifyPayoutAccount;
      return result.__typename === 'PayoutSetup' ? null : t('onboarding.closedNow');
    },
    async confirm(amounts: number[]): Promise<Failure> {
      const result = (await confirm({ variables: { amounts } })).data!.confirmMicroDeposits;
      return result.__typename === 'PayoutSetup' ? null : t('onboarding.payout.differ');
    },
  };
}
