const names: Readonly<Record<string, string>> = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'application/pdf': 'PDF',
};

/** What people call the kinds of files that the workspace takes. */
export const typeNames = (types: readonly string[]): string[] => types.map((type) => names[type] ?? type);
