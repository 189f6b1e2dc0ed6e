/** How passports write letters that Latin machines do not have: ICAO Doc 9303-3, section 6. */
const written: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  å: 'aa',
  ß: 'ss',
  æ: 'ae',
  ø: 'oe',
  œ: 'oe',
  þ: 'th',
};
/** Letters that lose no mark when they are taken apart. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  þ: 'th',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
};

const replaced = (text: string, by: Readonly<Record<string, string>>): string =>
  text.replace(/\P{ASCII}/gu, (letter) => by[letter] ?? letter);
const withoutMarks = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '');

/** Each word in every spelling that counts as the same. */
export const wordsOf = (name: string): string[][] =>
  // An apostrophe is no end of a word: O’Neil is ONEIL in a passport.
  (
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/['’ʼ`´]/gu, '')
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).map((word) => [withoutMarks(replaced(word, plain)), withoutMarks(replaced(replaced(word, written), plain))]);

/** Of two spellings of a name, the shorter one may leave words out but may not have others, nor one of them more often. */
export function sameName(one: string, other: string): boolean {
  const [few = [], many = []] = [wordsOf(one), wordsOf(other)].toSorted((a, b) => a.length - b.length);
  const left = [...many];
  return few.every((word) => {
    const at = left.findIndex((each) => each.some((spelling) => word.includes(spelling)));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

const scripts = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai'];
const scriptOf = scripts.map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const);

/** Of different scripts, nobody can say by looking at the letters whether they are the same name. */
export function areComparable(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => scriptOf.find(([, letters]) => letters.test(text))?.[0]);
  return first !== undefined && first === second;
}
