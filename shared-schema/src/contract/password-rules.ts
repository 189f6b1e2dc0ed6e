/** What a workspace asks of a password. */
export interface PasswordRules {
  minLength: number;
  maxLength: number;
  /** Of small letters, capital letters, digits, and everything else. */
  minKinds: number;
  /** A password that is little more than the person's name or address is refused. */
  refusesPersonal: boolean;
}

export type PasswordRuleProblem = 'TOO_SHORT' | 'TOO_LONG' | 'TOO_FEW_KINDS' | 'PERSONAL';

/** Who will have the password. */
export interface PasswordOwner {
  email: string;
  displayName: string;
}

/** What a person chose themselves has to have at least this length. */
const ownPart = 8;
/** Shorter parts of a name stand in too many words. */
const shortestPart = 4;

const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

/** As Argon2 is given it: the same text, however the keyboard composed its accents. */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/** Everything that can be said without the list of common passwords; the form says it while the person types. */
export function passwordRuleProblems(
  password: string,
  rules: PasswordRules,
  owner: PasswordOwner | null,
): PasswordRuleProblem[] {
  const text = normalPassword(password);
  const length = Array.from(text).length;
  const problems: PasswordRuleProblem[] = [];
  if (length < rules.minLength) problems.push('TOO_SHORT');
  // Nothing more is looked for in a megabyte.
  if (length > rules.maxLength) return ['TOO_LONG'];
  if (kinds.filter((kind) => kind.test(text)).length < rules.minKinds) problems.push('TOO_FEW_KINDS');
  if (rules.refusesPersonal && owner && isPersonal(text, owner)) problems.push('PERSONAL');
  return problems;
}

/** Too little is left when the person's name and address are taken out, forwards or backwards. */
function isPersonal(password: string, owner: PasswordOwner): boolean {
  let left = plain(password);
  const before = left.length;
  for (const part of partsOf(owner)) {
    left = left.replaceAll(part, '').replaceAll(Array.from(part).reverse().join(''), '');
  }
  return left.length < before && left.replace(/[^\p{L}\p{N}]/gu, '').length < ownPart;
}

function partsOf({ email, displayName }: PasswordOwner): string[] {
  const words = [email, ...email.split('@'), displayName, displayName.replace(/\s/g, '')].flatMap((text) => [
    text,
    ...text.split(/[^\p{L}\p{N}]+/u),
  ]);
  return [...new Set(words.map(plain))]
    .filter((word) => Array.from(word).length >= shortestPart)
    .sort((a, b) => b.length - a.length);
}

/** Without case and accents. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
