import { z } from 'zod';
import { setting } from '../platform/setting.ts';
import { ImageResolution } from './image-request.entity.ts';

const range = z
  .object({ min: z.number(), max: z.number(), default: z.number() })
  .refine((r) => r.min <= r.default && r.default <= r.max, 'min ≤ default ≤ max');
const whole = range.refine((r) => [r.min, r.max, r.default].every(Number.isInteger), 'whole numbers');

export const monthlyQuota = setting(
  'imaging.monthlyQuota',
  z.number().int().min(0).max(1_000_000),
  200,
  'Pictures a person may ask for in a calendar month',
);
export const promptMaxLength = setting(
  'imaging.promptMaxLength',
  z.number().int().min(1).max(10_000),
  2000,
  'Longest prompt, characters',
);
export const negativePromptMaxLength = setting(
  'imaging.negativePromptMaxLength',
  z.number().int().min(0).max(10_000),
  1000,
  'Longest negative prompt, characters',
);
export const steps = setting('imaging.steps', whole, { min: 1, max: 50, default: 28 }, 'Sampling steps');
export const cfgScale = setting(
  'imaging.cfgScale',
  range,
  { min: 1, max: 20, default: 3.5 },
  'How closely a picture follows its prompt',
);
export const count = setting('imaging.count', whole, { min: 1, max: 4, default: 1 }, 'Pictures in one request');
export const loraWeight = setting(
  'imaging.loraWeight',
  range,
  { min: 0, max: 1.5, default: 0.8 },
  'Strength of a LoRA model',
);
export const maxLoras = setting('imaging.maxLoras', z.number().int().min(0).max(8), 3, 'LoRA models in one request');
export const resolutions = setting(
  'imaging.resolutions',
  z.array(z.enum(ImageResolution)).min(1),
  Object.values(ImageResolution),
  'Resolutions offered',
);
export const loraModels = setting(
  'imaging.loraModels',
  z.array(z.object({ id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/), name: z.string(), description: z.string() })),
  [
    { id: 'soft-daylight', name: 'Soft daylight', description: 'Window light, gentle shadows' },
    { id: 'studio-product', name: 'Studio product', description: 'Clean backdrop, crisp edges' },
    { id: 'street-film', name: 'Street film', description: 'Grain and contrast of 35 mm' },
  ],
  'LoRA models offered in the studio',
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
export const keepDeletedDays = setting(
  'imaging.keepDeletedDays',
  z.number().int().min(0).max(3650),
  30,
  'Days in which a deleted picture can be restored',
);
