import { z } from 'zod';
import { setting } from '../platform/setting.ts';
import { ImageAspectRatio, ImageResolution, ImageStyle } from './image-request.entity.ts';

/** What people may ask for: between `min` and `max`, and `default` when they ask for nothing. */
const range = (bound: z.ZodNumber | z.ZodInt) =>
  z
    .object({ min: bound, max: bound, default: bound })
    .refine((r) => r.min <= r.default && r.default <= r.max, 'min ≤ default ≤ max');

/** What a person or a role may be given differently from everybody else. */
const eachPerson = ['role', 'account'] as const;

export const monthlyQuota = setting(
  'imaging.monthlyQuota',
  z.number().int().min(0).max(1_000_000),
  200,
  'Pictures a person may ask for in a calendar month',
  eachPerson,
);
export const promptMaxLength = setting(
  'imaging.promptMaxLength',
  z.number().int().min(1).max(10_000),
  2000,
  'Longest prompt, characters',
  eachPerson,
);
export const negativePromptMaxLength = setting(
  'imaging.negativePromptMaxLength',
  z.number().int().min(0).max(10_000),
  1000,
  'Longest negative prompt, characters',
  eachPerson,
);
export const steps = setting(
  'imaging.steps',
  range(z.int().min(1).max(200)),
  { min: 1, max: 50, default: 28 },
  'Sampling steps',
  eachPerson,
);
export const cfgScale = setting(
  'imaging.cfgScale',
  range(z.number().min(0).max(100)),
  { min: 1, max: 20, default: 3.5 },
  'How closely a picture follows its prompt',
  eachPerson,
);
export const count = setting(
  'imaging.count',
  range(z.int().min(1).max(16)),
  { min: 1, max: 4, default: 1 },
  'Pictures in one request',
  eachPerson,
);
export const loraWeight = setting(
  'imaging.loraWeight',
  range(z.number().min(-4).max(4)),
  { min: 0, max: 1.5, default: 0.8 },
  'Strength of a LoRA model',
  eachPerson,
);
export const maxLoras = setting(
  'imaging.maxLoras',
  z.number().int().min(0).max(8),
  3,
  'LoRA models in one request',
  eachPerson,
);
export const resolutions = setting(
  'imaging.resolutions',
  z.array(z.enum(ImageResolution)).min(1).max(Object.keys(ImageResolution).length),
  Object.values(ImageResolution),
  'Resolutions offered',
  eachPerson,
);
export const aspectRatios = setting(
  'imaging.aspectRatios',
  z.array(z.enum(ImageAspectRatio)).min(1).max(Object.keys(ImageAspectRatio).length),
  Object.values(ImageAspectRatio),
  'Shapes offered',
  eachPerson,
);
export const styles = setting(
  'imaging.styles',
  z.array(z.enum(ImageStyle)).min(1).max(Object.keys(ImageStyle).length),
  Object.values(ImageStyle),
  'Styles offered',
  eachPerson,
);
export const usualResolution = setting(
  'imaging.usualResolution',
  z.enum(ImageResolution),
  ImageResolution.STANDARD,
  'Resolution when nothing is said; the first that is offered when this one is not',
  eachPerson,
);
export const usualAspectRatio = setting(
  'imaging.usualAspectRatio',
  z.enum(ImageAspectRatio),
  ImageAspectRatio.PORTRAIT,
  'Shape when nothing is said; the first that is offered when this one is not',
  eachPerson,
);
export const usualStyle = setting(
  'imaging.usualStyle',
  z.enum(ImageStyle),
  ImageStyle.NATURAL,
  'Style when nothing is said; the first that is offered when this one is not',
  eachPerson,
);
export const loraModels = setting(
  'imaging.loraModels',
  z
    .array(
      z.object({
        id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
        name: z.string().min(1).max(80),
        description: z.string().max(200),
      }),
    )
    .max(100)
    .refine((models) => new Set(models.map(({ id }) => id)).size === models.length, 'each id once'),
  [
    { id: 'soft-daylight', name: 'Soft daylight', description: 'Window light, gentle shadows' },
    { id: 'studio-product', name: 'Studio product', description: 'Clean backdrop, crisp edges' },
    { id: 'street-film', name: 'Street film', description: 'Grain and contrast of 35 mm' },
  ],
  'LoRA models offered in the studio',
  eachPerson,
);

export const dispatchRetryLimit = setting(
  'imaging.dispatchRetryLimit',
  z.number().int().min(0).max(20),
  5,
  'Tries after the first to reach the image engine',
);
export const timeoutSeconds = setting(
  'imaging.timeoutSeconds',
  z.number().int().min(5).max(86_400),
  600,
  'Seconds after which a request that never came back is timed out',
  eachPerson,
);
export const maxPictureBytes = setting(
  'imaging.maxPictureBytes',
  z.number().int().min(1024).max(200_000_000),
  30_000_000,
  'Largest picture taken from an engine, bytes',
);
export const maxPicturePixels = setting(
  'imaging.maxPicturePixels',
  z.number().int().min(1).max(268_000_000),
  40_000_000,
  'Largest picture taken from an engine, pixels',
);
export const linkSeconds = setting(
  'imaging.linkSeconds',
  z.number().int().min(10).max(86_400),
  3600,
  'Life of a link to a picture, seconds',
);
export const receiptDays = setting(
  'imaging.receiptDays',
  z.number().int().min(1).max(3650),
  30,
  'Days for which receipts of callbacks are kept after their request has ended',
);
export const keepDeletedDays = setting(
  'imaging.keepDeletedDays',
  z.number().int().min(0).max(3650),
  30,
  'Days in which a deleted picture can be restored',
);
export const tellReadyMinutes = setting(
  'imaging.tellReadyMinutes',
  z.number().int().min(1).max(1_440),
  15,
  'Minutes for which somebody has to be away before they are told that pictures are ready; at least one more than an access token lives',
);
