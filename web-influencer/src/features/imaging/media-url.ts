/** Links are relative to the API, which may live elsewhere. */
export const mediaUrl = (url: string): string =>
  new URL(url, import.meta.env.VITE_API_URL || window.location.origin).href;
