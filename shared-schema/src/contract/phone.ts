import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Checked } from './checked.ts';

/** Long enough for every spelling of a number, with its spaces and brackets. */
const longestPhone = 40;

/** E.164, such as +491701234567. */
export function checkPhone(text: string): Checked<string> {
  if (text.length > longestPhone * 2) return { problem: 'PHONE_INVALID' };
  const international = text.trim().replace(/^00/, '+');
  if (international === '') return { problem: 'REQUIRED' };
  if (international.length > longestPhone) return { problem: 'PHONE_INVALID' };
  if (!international.startsWith('+')) return { problem: 'PHONE_COUNTRY_CODE' };
  const number = parsePhoneNumberFromString(international, { extract: false });
  return number?.isValid() && number.ext === undefined ? { value: number.number } : { problem: 'PHONE_INVALID' };
}

/** Null: not a phone number with its country's code. */
export function normalPhone(text: string): string | null {
  const phone = checkPhone(text);
  return 'value' in phone ? phone.value : null;
}

/** As people of its country write it for others, such as +49 170 1234567. */
export const spacedPhone = (e164: string): string => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
