/** Something a person can put right: shown as its sentence alone, without a stack. */
export class Problem extends Error {}

/** The last resort of a script. */
export function explainAndExit(error) {
  console.error(`\n${error instanceof Problem ? error.message : error.stack}\n`);
  process.exit(1);
}
