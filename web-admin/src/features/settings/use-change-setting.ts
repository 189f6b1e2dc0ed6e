import type { ApolloCache } from '@apollo/client';
import { useApolloClient, useMutation } from '@apollo/client/react';
import { createContext, useContext } from 'react';
import { hasCode } from '@influencegen/shared-schema/client/errors';
import { ChangeSettingDocument, RevertSettingDocument } from './change-setting.generated';
import type { ChangeSettingMutationVariables } from './change-setting.generated';
import { SettingsPageDocument } from './settings-page.generated';

export interface MadeChange {
  id: string;
  revision: number;
}

/** To be told what was changed, where it can be taken back. */
export const SettingNews = createContext<(said: string, change: MadeChange | null) => void>(() => undefined);
export const useSettingNews = () => useContext(SettingNews);

/** Lists that another change has made old are read again. */
const update = (cache: ApolloCache): void => {
  cache.evict({ id: 'ROOT_QUERY', fieldName: 'settingChanges' });
  cache.evict({ id: 'ROOT_QUERY', fieldName: 'settingOverrides' });
};

export function useChangeSetting() {
  const [change] = useMutation(ChangeSettingDocument, { update });
  const [revert] = useMutation(RevertSettingDocument, { update });
  const client = useApolloClient();

  /** Whoever was slower sees what holds now, and keeps what they typed. */
  async function orRenewed<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (hasCode(error, 'CONFLICT')) {
        update(client.cache);
        await client.refetchQueries({ include: [SettingsPageDocument] }).catch(() => undefined);
      }
      throw error;
    }
  }

  return {
    change: async (input: ChangeSettingMutationVariables['input']): Promise<MadeChange | null> =>
      (await orRenewed(change({ variables: { input } }))).data?.changeSetting.change ?? null,
    revert: async (changeId: string, revision: number | null): Promise<MadeChange | null> =>
      (await orRenewed(revert({ variables: { changeId, revision } }))).data?.revertSetting.change ?? null,
  };
}
