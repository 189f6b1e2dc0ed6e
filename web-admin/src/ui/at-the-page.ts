import { focusBackTo } from '@influencegen/shared-schema/ui/focus-back';

/** For a button that goes with what it does: the keyboard stays at the page's heading, with the filters next. */
export const atThePage = (act: () => void) => (): void => {
  focusBackTo(null);
  act();
};
