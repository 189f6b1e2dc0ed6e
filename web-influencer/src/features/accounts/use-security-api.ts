import { useApolloClient } from '@apollo/client/react';
import type { SecurityApi } from '@influencegen/shared-schema/ui/security-settings';
import { useMemo } from 'react';
import {
  StudioBeginTotpDocument,
  StudioConfirmTotpDocument,
  StudioPasskeyRegistrationOptionsDocument,
  StudioRegisterPasskeyDocument,
  StudioRemovePasskeyDocument,
  StudioRemoveTotpDocument,
  StudioRenamePasskeyDocument,
  StudioRenewRecoveryCodesDocument,
  StudioRecoveryCodesLeftDocument,
} from './second-factors.generated';

export function useSecurityApi(): SecurityApi {
  const client = useApolloClient();
  return useMemo(() => {
    return {
      async beginTotp() {
        const { data } = await client.mutate({ mutation: StudioBeginTotpDocument });
        return data!.beginTotp;
      },
      async confirmTotp(code) {
        const { data } = await client.mutate({ mutation: StudioConfirmTotpDocument, variables: { code } });
        return data!.confirmTotp.recoveryCodes;
      },
      async removeTotp() {
        await client.mutate({ mutation: StudioRemoveTotpDocument });
      },
      async passkeyRegistrationOptions() {
        const query = StudioPasskeyRegistrationOptionsDocument;
        const { data } = await client.query({ query, fetchPolicy: 'no-cache' });
        return data!.passkeyRegistrationOptions;
      },
      async registerPasskey(answer, name) {
        const variables = { answer, name };
        const { data } = await client.mutate({ mutation: StudioRegisterPasskeyDocument, variables });
        return data!.registerPasskey.recoveryCodes;
      },
      async renamePasskey(id, name) {
        await client.mutate({ mutation: StudioRenamePasskeyDocument, variables: { id, name } });
      },
      async removePasskey(id) {
        await client.mutate({ mutation: StudioRemovePasskeyDocument, variables: { id } });
      },
      async renewRecoveryCodes() {
        const { data } = await client.mutate({ mutation: StudioRenewRecoveryCodesDocument });
        await client.query({ query: StudioRecoveryCodesLeftDocument, fetchPolicy: 'network-only' });
        return data!.renewRecoveryCodes;
      },
    };
  }, [client]);
}
