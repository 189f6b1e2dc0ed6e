import { useLocation } from 'react-router';

/** What a link in a mail carries behind its `#`, where no server sees it. */
export const useLinkToken = (): string => useLocation().hash.slice(1);
