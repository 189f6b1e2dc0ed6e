import { useQuery } from '@apollo/client/react';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { OrganisationChoicesDocument, type OrganisationChoicesQuery } from './organisation-field.generated';

type Organisation = OrganisationChoicesQuery['organisations'][number];

/** Those that the viewer sees, by the alphabet of the reader. `readAgain`: those of now. */
export function useOrganisations(): {
  organisations: readonly Organisation[];
  readAgain: () => Promise<readonly Organisation[]>;
} {
  const [language] = useLanguage();
  const { data, refetch } = useQuery(OrganisationChoicesDocument);
  return {
    organisations: (data?.organisations ?? []).toSorted((a, b) => a.name.localeCompare(b.name, language)),
    readAgain: async () => (await refetch()).data?.organisations ?? [],
  };
}
