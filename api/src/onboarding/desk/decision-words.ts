import type { Language } from '@influencegen/shared-schema/contract/languages';
import { languageFor } from '../../inbox/notice-texts.ts';
import { dayWords, type Reader } from '../../inbox/reader.ts';
import type { DocumentPurpose } from '../../documents/document.entity.ts';
import type { SectionKind } from '../section.lifecycle.ts';

/** Those that a rule asks for. */
type DueDocument = DocumentPurpose.PROOF_OF_ADDRESS | DocumentPurpose.TAX_FORM;

interface DecisionWords {
  sections: Record<SectionKind, string>;
  documents: Record<DueDocument, string>;
  neverAgain: string;
  againFrom: (day: string) => string;
  handIn: (titles: readonly string[]) => string;
}

/** What mails call the parts of an application, and say of applying again. */
const words: Record<Language, DecisionWords> = {
  en: {
    sections: {
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
    documents: { PROOF_OF_ADDRESS: 'proof of address', TAX_FORM: 'signed tax form' },
    neverAgain: 'You cannot apply again.',
    againFrom: (day) => `You may apply again from ${day}.`,
    handIn: (titles) => `Please also hand in: ${titles.map((title) => `“${title}”`).join(', ')}.`,
  },
  de: {
    sections: {
      PERSON: 'Über dich',
      ADDRESS: 'Adresse',
      SOCIAL_PROFILES: 'Profile',
      NICHES: 'Themen',
      AUDIENCE: 'Publikum',
      IDENTITY_DOCUMENT: 'Ausweis',
      PAYOUT_ACCOUNT: 'Auszahlungskonto',
      TAX: 'Steuern',
      CONSENTS: 'Bedingungen',
    },
    documents: { PROOF_OF_ADDRESS: 'Adressnachweis', TAX_FORM: 'unterschriebenes Steuerformular' },
    neverAgain: 'Eine neue Bewerbung ist nicht möglich.',
    againFrom: (day) => `Ab dem ${day} kannst du dich wieder bewerben.`,
    handIn: (titles) => `Bitte reiche außerdem ein: ${titles.map((title) => `„${title}“`).join(', ')}.`,
  },
  es: {
    sections: {
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
    documents: { PROOF_OF_ADDRESS: 'justificante de domicilio', TAX_FORM: 'formulario fiscal firmado' },
    neverAgain: 'No puedes volver a solicitarlo.',
    againFrom: (day) => `Puedes volver a solicitarlo a partir del ${day}.`,
    handIn: (titles) => `Entrega también: ${titles.map((title) => `«${title}»`).join(', ')}.`,
  },
  fr: {
    sections: {
      PERSON: 'Toi',
      ADDRESS: 'Adresse',
      SOCIAL_PROFILES: 'Réseaux sociaux',
      NICHES: 'Thèmes',
      AUDIENCE: 'Audience',
      IDENTITY_DOCUMENT: 'Pièce d’identité',
      PAYOUT_ACCOUNT: 'Compte de versement',
      TAX: 'Fiscalité',
      CONSENTS: 'Conditions',
    },
    documents: { PROOF_OF_ADDRESS: 'justificatif de domicile', TAX_FORM: 'formulaire fiscal signé' },
    neverAgain: 'Une nouvelle candidature n’est pas possible.',
    againFrom: (day) => `Tu pourras renvoyer ta candidature à partir du ${day}.`,
    handIn: (titles) => `Merci de fournir aussi : ${titles.map((title) => `« ${title} »`).join(', ')}.`,
  },
};

export const sectionName = (kind: SectionKind, language: string): string => words[languageFor(language)].sections[kind];

/** "Address (proof of address)": with the documents among what is newly asked in it. */
export function newlyAskedName(kind: SectionKind, newlyAsked: readonly string[], language: string): string {
  const { sections, documents } = words[languageFor(language)];
  const named = newlyAsked.flatMap((what) => documents[what as DueDocument] ?? []);
  return named.length === 0 ? sections[kind] : `${sections[kind]} (${named.join(', ')})`;
}

/** Titles are in the words of a reviewer. */
export const handInWords = (titles: readonly string[], language: string): string =>
  words[languageFor(language)].handIn(titles);

/** Null: never. */
export function reapplyWords(reapplyAt: Date | null, reader: Reader): string {
  const { neverAgain, againFrom } = words[languageFor(reader.language)];
  return reapplyAt === null ? neverAgain : againFrom(dayWords(reapplyAt, reader));
}
