/** To a page of somebody else, such as a platform's sign-in, which sends people back here. */
export const leavePage = {
  to: (url: string): void => window.location.assign(url),
};
