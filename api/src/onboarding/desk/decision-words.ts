import type { SectionKind } from '../section.lifecycle.ts';

/** What mails call the parts of an application, by language. */
const sectionWords: Record<'en' | 'es', Record<SectionKind, string>> = {
  en: {
    PERSON: 'About you',
    ADDRESS: 'Address',
    SOCIAL_PROFILES: 'Social profiles',
    NICHES: 'Topics',
    AUDIENCE: 'Audience',
    IDENTITY_DOCUMENT: 'Identity document',
    PAYOUT_ACCOUNT: 'Payout account',
    TAX: 'Tax',
    CONSENTS: 'Terms',
  },
  es: {
    PERSON: 'Sobre ti',
    ADDRESS: 'Dirección',
    SOCIAL_PROFILES: 'Perfiles sociales',
    NICHES: 'Temas',
    AUDIENCE: 'Audiencia',
    IDENTITY_DOCUMENT: 'Documento de identidad',
    PAYOUT_ACCOUNT: 'Cuenta de cobro',
    TAX: 'Impuestos',
    CONSENTS: 'Condiciones',
  },
};

const spoken = (language: string): 'en' | 'es' => (language === 'es' ? 'es' : 'en');

export const sectionName = (kind: SectionKind, language: string): string => sectionWords[spoken(language)][kind];

/** Null: never. */
export function reapplyWords(
  reapplyAt: Date | null,
  { language, timeZone }: { language: string; timeZone: string },
): string {
  const words = spoken(language);
  if (reapplyAt === null) return { en: 'You cannot apply again.', es: 'No puedes volver a solicitarlo.' }[words];
  const day = new Intl.DateTimeFormat(words, { dateStyle: 'long', timeZone }).format(reapplyAt);
  return { en: `You may apply again from ${day}.`, es: `Puedes volver a solicitarlo a partir del ${day}.` }[words];
}
