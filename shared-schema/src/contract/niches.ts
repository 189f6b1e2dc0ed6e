import type { Checked } from './checked.ts';

/** What a creator is about. Stable: campaigns look for them. Texts `niche.<KEY>`. */
export const niches = [
  'ART_DESIGN',
  'AUTOMOTIVE',
  'BEAUTY',
  'BOOKS',
  'BUSINESS',
  'COMEDY',
  'CRAFTS',
  'DANCE',
  'EDUCATION',
  'FAMILY',
  'FASHION',
  'FILM_SERIES',
  'FINANCE',
  'FITNESS',
  'FOOD',
  'GAMING',
  'GARDEN',
  'HEALTH',
  'HOME_INTERIOR',
  'LIFESTYLE',
  'MUSIC',
  'NATURE_OUTDOORS',
  'PARENTING',
  'PETS',
  'PHOTOGRAPHY',
  'SCIENCE',
  'SOCIAL_CAUSES',
  'SPORTS',
  'SUSTAINABILITY',
  'TECHNOLOGY',
  'TRAVEL',
  'WELLNESS',
] as const;
export type Niche = (typeof niches)[number];

/** More than that says nothing. */
export const mostNiches = 5;

const isNiche = (text: string): text is Niche => niches.some((niche) => niche === text);

/** In the order in which they were chosen: the first one counts most. */
export function checkNiches(chosen: readonly string[]): Checked<Niche[]> {
  if (chosen.length === 0) return { problem: 'REQUIRED' };
  if (chosen.length > mostNiches) return { problem: 'TOO_MANY_CHOSEN' };
  if (!chosen.every(isNiche)) return { problem: 'NOT_OFFERED' };
  return new Set(chosen).size < chosen.length ? { problem: 'CHOSEN_TWICE' } : { value: [...chosen] };
}
