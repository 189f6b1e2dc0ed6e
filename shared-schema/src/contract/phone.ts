import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** Long enough for every spelling of a number, with its spaces and brackets. */
const longestPhone = 40;

/** E.164, such as +491701234567. Null: not a phone number with its country's code. */
export function normalPhone(text: string): string | null {
  const international = text.trim().replace(/^00/, '+');
  if (international.length > longestPhone || !international.startsWith('+')) return null;
  const number = parsePhoneNumberFromString(international, { extract: false });
  return number?.isValid() ? number.number : null;
}

/** As people of its country write it for others, such as +49 170 1234567. */
export const spacedPhone = (e164: string): string => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
