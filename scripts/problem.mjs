/** Something a person can put right: shown as its sentence alone, without a stack. */
export class Problem extends Error {}

/** What the file system says when it is full, or not ours to write to. */
const refusals = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'];

/** The last resort of a script. */
export function explainAndExit(error) {
  console.error(`\n${sentenceOf(error)}\n`);
  process.exit(1);
}

function sentenceOf(error) {
  if (error instanceof Problem) return error.message;
  return refusals.includes(error.code) ? `A file could not be written or read: ${error.message}` : error.stack;
}
