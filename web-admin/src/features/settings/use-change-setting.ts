import type { ApolloCache } from '@apollo/client';
import { useMutation } from '@apollo/client/react';
import { createContext, useContext } from 'react';
import { ChangeSettingDocument, RevertSettingDocument } from './change-setting.generated';
import type { ChangeSettingMutationVariables } from './change-setting.generated';

export interface MadeChange {
  id: string;
  version: number;
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
  return {
    change: async (input: ChangeSettingMutationVariables['input']): Promise<MadeChange | null> =>
      (await change({ variables: { input } })).data?.changeSetting.change ?? null,
    revert: async (changeId: string, version: number | null): Promise<MadeChange | null> =>
      (await revert({ variables: { changeId, version } })).data?.revertSetting.change ?? null,
  };
}
