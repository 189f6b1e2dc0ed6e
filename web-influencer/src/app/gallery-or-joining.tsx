import { IconPhotoSpark } from '@tabler/icons-react';
import { GalleryPage } from '../features/imaging/gallery-page.tsx';
import { OpensOnceIn, useOpensOnceIn } from './once-in.tsx';

/** Pictures of former times stay to be seen; without any, what is true of the person who looks. */
export function GalleryOrJoining() {
  const isJoining = useOpensOnceIn('imaging.request');
  return (
    <GalleryPage
      empty={isJoining && <OpensOnceIn icon={<IconPhotoSpark size={40} stroke={1.3} />} text="galleryClosed" />}
    />
  );
}
