import { handleCheck } from '../src/documents/document-check.ts';
import type { Document } from '../src/documents/document.entity.ts';
import { documentOpenUploads, documentUploadsPerHour } from '../src/documents/document.settings.ts';
import { operator, type TestAccount } from './actors.ts';
import { jpeg } from './hostile-files.ts';
import { aJobContext } from './job-context.ts';
import type { World } from './world.ts';

/** For tests that are not about how much one person may send. */
export async function letEverybodyUpload({ app }: Pick<World, 'app'>): Promise<void> {
  await app.settings.change(operator, documentUploadsPerHour, {}, 10_000);
  await app.settings.change(operator, documentOpenUploads, {}, 50);
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Uploads a whole file, as a program would. Gives the id of the document, which nobody has looked through yet. */
export async function upload(
  world: World,
  account: TestAccount,
  {
    bytes,
    purpose = 'IDENTITY_FRONT',
    name = 'scan',
    request,
  }: { bytes: Buffer; purpose?: string; name?: string; request?: string },
): Promise<string> {
  const headers = { 'tus-resumable': '1.0.0', authorization: `Bearer ${await world.as(account).token()}` };
  const created = await fetch(`${world.url}/documents/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(bytes.length),
      'upload-metadata': [
        `purpose ${base64(purpose)},filename ${base64(name)}`,
        ...(request === undefined ? [] : [`request ${base64(request)}`]),
      ].join(','),
    },
  });
  const location = created.headers.get('location');
  if (!location) throw new Error(`upload not taken: ${created.status} ${await created.text()}`);
  const sent = await fetch(`${world.url}${location}`, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(bytes),
  });
  if (sent.status !== 204) throw new Error(`bytes not taken: ${sent.status} ${await sent.text()}`);
  return location.split('/').at(-1)!;
}

/** As the worker does. */
export const lookThrough = ({ app }: Pick<World, 'app'>, documentId: string): Promise<void> =>
  handleCheck({ ...app, hooks: app.documentHooks })({ documentId }, aJobContext());

/** A document that was handed in and looked through. Not in a world whose worker does the same at the same moment. */
export async function aDocument(
  world: World,
  account: TestAccount,
  details: { bytes?: Buffer; purpose?: string; name?: string; request?: string } = {},
): Promise<Document> {
  const id = await upload(world, account, { bytes: await jpeg(), ...details });
  await lookThrough(world, id);
  return (await world.app.documents.find(id))!;
}
