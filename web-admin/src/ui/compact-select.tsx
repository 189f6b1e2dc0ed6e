import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { IconChevronDown } from '@tabler/icons-react';
import type { ComponentProps } from 'react';

/** As small as the buttons beside it. */
export function CompactSelect(props: ComponentProps<typeof SelectField>) {
  return (
    <SelectField rightSection={<IconChevronDown size={14} aria-hidden />} rightSectionWidth="1.75rem" {...props} />
  );
}
