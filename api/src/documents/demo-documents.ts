import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import { sealedValues } from '../platform/personal-data.ts';
import { Staging } from '../platform/staging.ts';
import { SealedFileWriter } from './document-files.ts';
import { documentContent, documentKey, documentName, retentionOf, type DocumentPurpose } from './document.entity.ts';
import { DocumentStatus } from './document.lifecycle.ts';
import { Drawing } from './specimen-drawing.ts';

/** What stands on a document of somebody who does not exist. */
export interface Specimen {
  title: string;
  shape: 'CARD' | 'LETTER';
  /** With a head drawn beside the lines. */
  portrait: boolean;
  lines: readonly string[];
}

/** As a phone would take it. */
export async function drawSpecimen(specimen: Specimen): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const { pixels, ...raw } = drawn(specimen);
  return sharp(pixels, { raw: { ...raw, channels: 3 } })
    .webp({ lossless: true, effort: 0 })
    .toBuffer();
}

interface Kept {
  accountId: string;
  purpose: Exclude<DocumentPurpose, DocumentPurpose.REQUESTED>;
  picture: Buffer;
  at: Date;
}

/** As if it had been handed in and looked through. */
export async function keepDemoDocument(
  tx: Transaction,
  { keyring, storage }: { keyring: Keyring; storage: ObjectStorage },
  { accountId, purpose, picture, at }: Kept,
): Promise<void> {
  const id = randomUUID();
  const dataKey = randomBytes(32);
  const content = sealedValues(keyring, documentContent, id, createHash('sha256').update(picture).digest('hex'));
  await tx.query(
    `insert into document (id, account_id, purpose, status, retention, byte_size, mime_type, page_count, name_sealed, key_sealed,
       content_sealed, content_index, heard_at, created_at, finished_at)
     values ($1, $2, $3, $4, $5, $6, 'image/webp', 1, $7, $8, $9, $10, $11, $11, $11)`,
    [
      id,
      accountId,
      purpose,
      DocumentStatus.READY,
      retentionOf[purpose],
      picture.length,
      keyring.seal(documentName.at(id), 'specimen.webp'),
      keyring.seal(documentKey.at(id), dataKey),
      content['content_sealed'],
      content['content_index'],
      at,
    ],
  );
  const staging = new Staging(storage.stagingFolder, Number.POSITIVE_INFINITY);
  try {
    for (const [part, position] of [
      ['ORIGINAL', 0],
      ['PAGE', 1],
    ] as const) {
      const file = { id: randomUUID(), part, position };
      await tx.query(
        'insert into document_file (id, document_id, part, position, byte_size) values ($1, $2, $3, $4, $5)',
        [file.id, id, part, position, picture.length],
      );
      const writer = new SealedFileWriter(staging, dataKey, id, file);
      writer.write(picture);
      await writer.store(storage);
    }
  } finally {
    await staging.discard();
  }
}

const sizes = { CARD: { width: 648, height: 408 }, LETTER: { width: 620, height: 876 } } as const;

const paper = [255, 255, 255] as const;
const edge = [221, 228, 236] as const;
const stamp = [244, 214, 214] as const;
const ink = [28, 30, 36] as const;
const heading = [41, 61, 102] as const;
const shade = [120, 138, 162] as const;

function drawn({ title, shape, portrait, lines }: Specimen): Drawing {
  const { width, height } = sizes[shape];
  const drawing = new Drawing(width, height, edge);
  drawing.box({ x: 14, y: 14, width: width - 28, height: height - 28 }, paper);
  // Under what is to be read, so often that no part of it could be taken for something real.
  for (let y = 60; y < height - 100; y += 150) drawing.words('SPECIMEN', { x: 42, y, dot: 12 }, stamp);
  drawing.words(title, { x: 36, y: 34, dot: 4 }, heading);
  drawing.words('NOWHERE. DRAWN FOR A DEMONSTRATION, OF NOBODY.', { x: 36, y: 76, dot: 2 }, heading);
  if (portrait) {
    drawing.box({ x: 36, y: 112, width: 150, height: 190 }, edge);
    drawing.disc({ x: 111, y: 184, radius: 38 }, shade);
    drawing.box({ x: 61, y: 240, width: 100, height: 62 }, shade);
  }
  for (const [i, line] of lines.entries())
    drawing.words(line, { x: portrait ? 206 : 36, y: 120 + i * 38, dot: 3 }, ink);
  return drawing;
}
