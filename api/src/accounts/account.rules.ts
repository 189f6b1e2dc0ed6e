import { emailAddress } from '@influencegen/shared-schema/contract/email-address';
import { isLanguage, spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { normalPhone } from '@influencegen/shared-schema/contract/phone';
import { hasSomethingToSee } from '@influencegen/shared-schema/contract/typed-text';
import { AppError, type FieldProblem } from '../platform/errors.ts';
import { isUuid } from '../platform/uuid.ts';

const longestName = 200;
/** Those that turn what follows around as well, so that a name reads as another one. */
const controlCharacters = /[\p{Cc}\u202D\u202E]/u;
const longestReason = 500;

const problem = (path: string, code: FieldProblem['code'], message: string, bound?: number): FieldProblem => ({
  path,
  code,
  message,
  ...(bound !== undefined && { bound }),
});

/** Collects what is wrong with the fields of one input, to be said all at once. */
export class FieldProblems {
  readonly #found: FieldProblem[] = [];

  add(path: string, code: FieldProblem['code'], message: string, bound?: number): void {
    this.#found.push(problem(path, code, message, bound));
  }

  /** Without the spaces around it. What nobody sees is nothing. */
  text(path: string, given: string, longest: number, shortest = 1): string {
    const text = hasSomethingToSee(given) ? given.trim() : '';
    if (text.length < shortest) this.add(path, 'REQUIRED', 'This is missing');
    if (text.length > longest) this.add(path, 'TOO_LONG', `At most ${longest} characters`, longest);
    if (controlCharacters.test(text)) this.add(path, 'MALFORMED', 'Control characters cannot be part of this');
    return text;
  }

  /** Mails greet by it: whoever registers somebody else's address must not be able to send them somewhere. */
  name(path: string, given: string): string {
    const name = this.text(path, given, longestName);
    if (/:\/\/|\bwww\.|\.\p{L}{2,}\//iu.test(name)) this.add(path, 'MALFORMED', 'A name is no address');
    return name;
  }

  reason(path: string, given: string): string {
    return this.text(path, given, longestReason);
  }

  id(path: string, given: string | null): string | null {
    if (given !== null && !isUuid(given)) this.add(path, 'MALFORMED', 'This is not an id');
    return given;
  }

  /** In the form in which it is stored. */
  email(path: string, given: string): string {
    const email = emailAddress(given);
    if (email === null) this.add(path, 'MALFORMED', 'This is not an e-mail address');
    return email ?? '';
  }

  /** In the form in which it is stored. Null: nothing was given, so there is none. */
  phone(path: string, given: string): string | null {
    if (given.trim() === '') return null;
    const phone = normalPhone(given);
    if (phone === null) this.add(path, 'MALFORMED', 'This is not a phone number with its country code');
    return phone;
  }

  language(path: string, given: string): string {
    if (!isLanguage(given)) this.add(path, 'NOT_ALLOWED', `One of ${spokenLanguages.join(', ')}`);
    return given;
  }

  timeZone(path: string, given: string): string {
    if (!isTimeZone(given)) this.add(path, 'NOT_ALLOWED', 'A name of the IANA time zone database');
    return given;
  }

  between(path: string, given: number, least: number, most: number): void {
    if (given < least) this.add(path, 'TOO_SMALL', `At least ${least}`, least);
    if (given > most) this.add(path, 'TOO_LARGE', `At most ${most}`, most);
  }

  demandNone(message: string): void {
    if (this.#found.length > 0) throw new AppError('BAD_USER_INPUT', message, this.#found);
  }
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]{1,63}$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
