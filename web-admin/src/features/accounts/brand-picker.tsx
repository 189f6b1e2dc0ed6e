import { useTranslation } from 'react-i18next';
import { CompactSelect } from '../../ui/compact-select';
import { useOrganisations } from './use-organisations';

interface BrandPickerProps {
  organisationId: string | null;
  onChange: (organisationId: string | null) => void;
}

/** Narrows a list to one brand. Whoever sees only one has nothing to choose. */
export function BrandPicker({ organisationId, onChange }: BrandPickerProps) {
  const { t } = useTranslation();
  const { organisations } = useOrganisations();
  const brands = organisations.filter(({ kind }) => kind === 'BRAND');
  if (brands.length < 2 && organisationId === null) return null;
  return (
    <CompactSelect
      aria-label={t('campaigns.brand')}
      value={organisationId ?? ''}
      data-active={organisationId !== null}
      onChange={({ currentTarget }) => onChange(currentTarget.value || null)}
      data={[
        { value: '', label: t('campaigns.anyBrand') },
        ...brands.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
