import { documentOpenUploads, documentUploadsPerHour } from '../src/documents/document.settings.ts';
import { systemActor } from '../src/platform/actor.ts';
import type { World } from './world.ts';

/** For tests that are not about how much one person may send. */
export async function letEverybodyUpload({ app }: Pick<World, 'app'>): Promise<void> {
  const operator = systemActor({ requestId: 'test', traceparent: '' });
  await app.settings.change(operator, documentUploadsPerHour, {}, 10_000);
  await app.settings.change(operator, documentOpenUploads, {}, 50);
}
