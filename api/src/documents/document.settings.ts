import { z } from 'zod';
import { setting } from '../platform/setting.ts';

export const acceptedTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type AcceptedType = (typeof acceptedTypes)[number];

export const documentTypes = setting(
  'documents.types',
  z.array(z.enum(acceptedTypes)).min(1).max(acceptedTypes.length),
  [...acceptedTypes],
  'Kinds of files that are taken as documents, told by their content',
);
export const documentMaxBytes = setting(
  'documents.maxBytes',
  z.number().int().min(100_000).max(100_000_000),
  20_000_000,
  'Largest file that is taken as a document',
);
export const documentMaxPixels = setting(
  'documents.maxPixels',
  z.number().int().min(1_000_000).max(250_000_000),
  110_000_000,
  'Most pixels that a picture of a document may have',
);
export const documentMinSide = setting(
  'documents.minSidePixels',
  z.number().int().min(1).max(5_000),
  300,
  'Least width and height of a picture of a document: what is smaller cannot be read',
);
export const documentMaxPages = setting(
  'documents.maxPages',
  z.number().int().min(1).max(200),
  20,
  'Most pages that a PDF handed in as a document may have',
);
export const documentCheckSeconds = setting(
  'documents.checkSeconds',
  z.number().int().min(5).max(300),
  60,
  'Seconds that looking through one document may take; what takes longer is refused',
);
export const documentOpenUploads = setting(
  'documents.openUploads',
  z.number().int().min(1).max(50),
  6,
  'Uploads that one person may have begun and not finished',
);
export const documentUploadsPerHour = setting(
  'documents.uploadsPerHour',
  z.number().int().min(1).max(10_000),
  60,
  'Uploads that one person may begin in an hour',
);
export const documentSupersededDays = setting(
  'documents.supersededDays',
  z.number().int().min(0).max(3_650),
  30,
  'Days for which a replaced document by which something was verified is kept after its successor was decided about',
);
export const documentSilenceSeconds = setting(
  'documents.silenceSeconds',
  z.number().int().min(5).max(86_400),
  60,
  'Seconds without a byte after which an unfinished upload is removed',
);
