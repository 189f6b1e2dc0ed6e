/** Of the smallest unit that people pay with: 2 for cents, 0 for yen. */
export const fractionDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** ISO 4217, in alphabetical order. */
export const currencies: readonly string[] = Intl.supportedValuesOf('currency');

/** As the language writes a number: "," in German, "." in English. */
const decimalMark = (language: string): string =>
  new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';

/** Whole thousands, once every mark has become the same: "1.500" and "1.00.000", but not "15.00". */
const isGrouped = (text: string): boolean => /^\d{1,3}(\.\d{2,3})*\.\d{3}$/.test(text);

/**
 * What somebody typed for an amount, in minor units; null when it is none. "1500", "1.500,50", "1,500.50", "1 500,50" and
 * "1’500.50" are understood whatever the reader’s language; only where "1.500" could be both does the language decide.
 */
export function minorOf(typed: string, currency: string, language: string): number | null {
  const text = typed.normalize('NFKC').replaceAll(/[\s'’_]/g, '');
  if (!/^\d[\d.,]{0,20}$/.test(text) || !/\d$/.test(text)) return null;
  const digits = fractionDigits(currency);
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last < 0) return inMinor(text, '', digits);
  const mark = text.charAt(last);
  const [whole, fraction] = [text.slice(0, last), text.slice(last + 1)];
  const same = (part: string): string => part.replaceAll(',', '.');
  const unmarked = (part: string): string => part.replaceAll(/[.,]/g, '');
  const alone = !/[.,]/.test(whole);
  const mayGroup = isGrouped(same(text)) && !(/[.,]/.test(whole) && !whole.includes(mark));
  const mayPart = fraction.length <= digits && !whole.includes(mark) && (alone || isGrouped(same(whole)));
  if (mayPart && !(mayGroup && decimalMark(language) !== mark)) return inMinor(unmarked(whole), fraction, digits);
  return mayGroup ? inMinor(unmarked(text), '', digits) : null;
}

function inMinor(whole: string, fraction: string, digits: number): number | null {
  const minor = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** To be typed on: without sign and groups, with the mark of the language. */
export const typedMoney = (minor: number, currency: string, language: string): string =>
  new Intl.NumberFormat(language, {
    useGrouping: false,
    minimumFractionDigits: minor % 10 ** fractionDigits(currency) === 0 ? 0 : fractionDigits(currency),
    maximumFractionDigits: fractionDigits(currency),
  }).format(minor / 10 ** fractionDigits(currency));
