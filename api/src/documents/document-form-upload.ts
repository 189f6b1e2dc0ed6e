import type { Actor } from '../platform/actor.ts';
import type { UploadedFile } from '../platform/graphql-multipart.ts';
import { DocumentIntake, type IntakeParts } from './document-intake.ts';
import { emptyFile, tooLargeFile } from './document-upload.service.ts';
import type { DocumentPlace } from './document.entity.ts';

/**
 * A document that comes in one form: of a size that nobody knows before its last byte, from a sender that cannot go on later. It
 * arrives whole or leaves nothing. Gives its id.
 */
export async function receiveForm(
  parts: IntakeParts,
  actor: Actor,
  { purpose, requestId, file }: DocumentPlace & { file: UploadedFile },
): Promise<string> {
  const { uploads } = parts;
  const { id } = await uploads.begin(actor, { purpose, requestId, byteSize: null, fileName: file.filename });
  const claim = await uploads.claim(actor, id, 0);
  const intake = new DocumentIntake(parts, actor, claim);
  try {
    for await (const chunk of file.createReadStream()) {
      if (chunk.length > intake.room) throw tooLargeFile(claim.byteSize);
      await intake.write(chunk);
    }
    if (intake.offset === 0) throw emptyFile();
    await intake.end('END');
    return id;
  } catch (error) {
    await intake.drop();
    await uploads.abandon(actor, claim);
    throw error;
  } finally {
    await intake.discard();
  }
}
