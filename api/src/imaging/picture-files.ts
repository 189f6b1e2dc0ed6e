/** What the worker makes of every picture; the only bytes that are ever shown. */
export const derivatives = ['thumbnail.avif', 'thumbnail.webp', 'display.webp'] as const;
export type Derivative = (typeof derivatives)[number];

/** Everything that is stored because of one picture: what a purge removes. */
export const storageKeys = (sha256: string): string[] => [sha256, ...derivatives.map((name) => `${sha256}/${name}`)];
