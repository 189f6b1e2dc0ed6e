/** As much as tells that there is something, and how it begins. */
export const masked = (value: string): string => `${Array.from(value).slice(0, 1).join('')}•••`;
