import { hash } from 'node:crypto';

/** The hash before the first link. */
export const noHash = Buffer.alloc(32);

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);
const nothing = Buffer.alloc(0);

/** In one call: a million events have a million leaves, links and nodes. */
const digest = (...parts: readonly Buffer[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');

/** Of an event's words and its mark. Nobody can guess the mark, so a leaf gives away nothing about its event. */
export const leafOf = (text: string, mark: Buffer | null): Buffer =>
  digest(leafPrefix, Buffer.from(text), mark ?? nothing);

/** Each hash stands for everything up to it. */
export const nextHash = (before: Buffer, leaf: Buffer): Buffer => digest(nodePrefix, before, leaf);

/** RFC 6962: one hash for many leaves, in which a single one can be found again without showing the others. */
export const merkleRoot = (leaves: readonly Buffer[]): Buffer => levelsOf(leaves).at(-1)?.[0] ?? digest();

export interface PathStep {
  side: 'LEFT' | 'RIGHT';
  hash: Buffer;
}

/** What has to be hashed with a leaf, from below, to arrive at the root. */
export function merklePath(leaves: readonly Buffer[], index: number): PathStep[] {
  const path: PathStep[] = [];
  let place = index;
  for (const level of levelsOf(leaves).slice(0, -1)) {
    const hash = level[place ^ 1];
    // The last of an odd number rises as it is.
    if (hash) path.push({ side: place % 2 === 1 ? 'LEFT' : 'RIGHT', hash });
    place >>= 1;
  }
  return path;
}

function levelsOf(leaves: readonly Buffer[]): (readonly Buffer[])[] {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) {
    const above: Buffer[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const right = level[index + 1];
      above.push(right ? digest(nodePrefix, level[index]!, right) : level[index]!);
    }
    level = above;
  }
  return levels;
}
