import { notice } from '../platform/notifier.ts';
import { seeOwnImages } from './image-request.policy.ts';

export const imagesReady = notice('imaging.ready', {
  description: 'Pictures that you asked for are ready, and you were away',
  variables: { count: '4', link: 'https://studio.example/gallery' },
  channels: ['MAIL', 'INBOX'],
  optional: true,
  reaches: seeOwnImages,
});
