import { useApolloClient } from '@apollo/client/react';
import type { SecurityApi } from '../ui/security-settings.tsx';
import { useMemo } from 'react';
import {
  BeginTotpDocument,
  ConfirmTotpDocument,
  PasskeyRegistrationOptionsDocument,
  RegisterPasskeyDocument,
  RemovePasskeyDocument,
  RemoveTotpDocument,
  RenamePasskeyDocument,
  RenewRecoveryCodesDocument,
  RecoveryCodesLeftDocument,
} from './second-factors.generated.ts';

export function useSecurityApi(): SecurityApi {
  const client = useApolloClient();
  return useMemo(() => {
    return {
      async beginTotp() {
        const { data } = await client.mutate({ mutation: BeginTotpDocument });
        return data!.beginTotp;
      },
      async confirmTotp(code) {
        const { data } = await client.mutate({ mutation: ConfirmTotpDocument, variables: { code } });
        return data!.confirmTotp.recoveryCodes;
      },
      async removeTotp() {
        await client.mutate({ mutation: RemoveTotpDocument });
      },
      async passkeyRegistrationOptions() {
        const query = PasskeyRegistrationOptionsDocument;
        const { data } = await client.query({ query, fetchPolicy: 'no-cache' });
        return data!.passkeyRegistrationOptions;
      },
      async registerPasskey(answer, name) {
        const variables = { answer, name };
        const { data } = await client.mutate({ mutation: RegisterPasskeyDocument, variables });
        return data!.registerPasskey.recoveryCodes;
      },
      async renamePasskey(id, name) {
        await client.mutate({ mutation: RenamePasskeyDocument, variables: { id, name } });
      },
      async removePasskey(id) {
        await client.mutate({ mutation: RemovePasskeyDocument, variables: { id } });
      },
      async renewRecoveryCodes() {
        const { data } = await client.mutate({ mutation: RenewRecoveryCodesDocument });
        await client.query({ query: RecoveryCodesLeftDocument, fetchPolicy: 'network-only' });
        return data!.renewRecoveryCodes;
      },
    };
  }, [client]);
}
