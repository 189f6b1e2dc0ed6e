/** What people wonder about on a page. Longer paths first. */
const articleOn: readonly (readonly [path: string, slug: string])[] = [
  ['/onboarding/identity-document', 'documents'],
  ['/onboarding/address', 'documents'],
  ['/onboarding/social-profiles', 'social-profiles'],
  ['/onboarding/payout-account', 'payout'],
  ['/onboarding/consents', 'terms'],
  ['/onboarding', 'how-joining-works'],
  ['/discover', 'campaigns'],
  ['/gallery', 'gallery'],
  ['/profile', 'changing-later'],
  ['/security', 'security'],
  ['/inbox', 'notifications'],
  ['/terms', 'terms'],
];

export const articleFor = (path: string): string | null =>
  articleOn.find(([begin]) => path === begin || path.startsWith(`${begin}/`))?.[1] ?? null;
