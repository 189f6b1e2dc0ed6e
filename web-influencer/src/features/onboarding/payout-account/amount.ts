import { fractionDigits } from '@influencegen/shared-schema/contract/money';

/** As a statement shows it, such as 0.12 or 0,12; in the smallest unit. Null: it is not written like that, and costs no try. */
export function amountOf(text: string, currency: string): number | null {
  const digits = fractionDigits(currency);
  const [, whole, fraction = ''] = /^\s*(\d{1,6})(?:[.,](\d+))?\s*$/.exec(text) ?? [];
  if (whole === undefined || fraction.length !== digits) return null;
  const amount = Number(whole + fraction);
  return amount > 0 ? amount : null;
}

/** As people there write it. */
export function exampleAmount(language: string, currency: string): string {
  const digits = fractionDigits(currency);
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits }).format(12 / 10 ** digits);
}
