/** Comes before the name of the program. */
export const nodeArguments: string[];

/** What Node and the C library read before the program begins. */
export const nodeEnvironment: Record<string, string>;
