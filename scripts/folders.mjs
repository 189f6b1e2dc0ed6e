import fs from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';

/** A folder of ours that can be written. `setting` is the variable that names another place. */
export function makeFolder(folder, setting) {
  try {
    make(folder);
    fs.accessSync(folder, fs.constants.W_OK);
  } catch (error) {
    throw new Problem(
      `The folder ${folder} cannot be written (${error.code}). Is it read-only, or does it belong to another user? ` +
        `${setting} names another place.`,
    );
  }
}

/** One after the other: where nothing can be made, as below /proc, `recursive` of Node tries for ever. */
function make(folder) {
  const above = path.dirname(folder);
  if (!fs.existsSync(above)) make(above);
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if (error.code !== 'EEXIST' || !fs.statSync(folder).isDirectory()) throw error;
  }
}
