import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { IconRepeat } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { keepDraft } from './draft.ts';
import { ReuseButton_requestFragmentDoc, type ReuseButton_requestFragment } from './reuse-button.generated';

interface ReuseButtonProps {
  request: FragmentType<ReuseButton_requestFragment>;
  viewerId: string;
}

/** Takes everything that made a picture back to the studio, the seed included: the same again, or one step away. */
export function ReuseButton({ request, viewerId }: ReuseButtonProps) {
  const { data, complete } = useFragment({ fragment: ReuseButton_requestFragmentDoc, from: request });
  const { t } = useTranslation();
  const navigate = useNavigate();
  const reuse = (): void => {
    if (!complete) return;
    const { id: _, __typename, loras, ...settings } = data;
    keepDraft(viewerId, { ...settings, loras: loras.map(({ model, weight }) => ({ model, weight })) });
    void navigate('/studio', { viewTransition: true });
  };
  return (
    <Button variant="primary" leftSection={<IconRepeat size={18} aria-hidden />} onClick={reuse}>
      {t('picture.reuse')}
    </Button>
  );
}
