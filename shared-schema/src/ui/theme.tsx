import { createTheme, localStorageColorSchemeManager, type MantineColorsTuple } from '@mantine/core';

/*
 * What both apps share, by file of this folder:
 *   tokens.css        type scale, spacing, radius, motion, colour roles in light and dark
 *   provider          UiProvider: Mantine, translations, connection; loads tokens and fonts' fallbacks
 *   i18n              startI18n(catalogues), languages, useLanguage
 *   use-format        useFormat(): dates, durations, numbers in the person's language and time zone
 *   button            Button, IconButton (variant: primary | secondary | quiet | danger)
 *   fields            TextField, PasswordField, TextAreaField, SelectField
 *   page-header       PageHeader: h1, document title, focus on arrival
 *   page-boundary     PageBoundary: skeleton while a page's data is read, a way on when it fails
 *   empty-state, error-state, route-error, not-found
 *   status-badge      StatusBadge (tone: neutral | active | info | positive | warning | negative)
 *   skeleton          Skeleton: Block and Lines
 *   since             Since: "3 minutes ago", kept current
 *   connection-banner, theme-toggle, language-select, account-popover, sign-in-form, skip-link
 */

// Mantine asks for ten shades; every one is the role, so that an accent is one CSS variable.
const accent: MantineColorsTuple = [
  'var(--accent)',
  'var(--accent)',
  'var(--accent)',
  'var(--accent)',
  'var(--accent)',
  'var(--accent)',
  'var(--accent)',
  'var(--accent)',
  'var(--accent)',
  'var(--accent)',
];

export const theme = createTheme({
  primaryColor: 'accent',
  colors: { accent },
  fontFamily: 'var(--font-text)',
  cursorType: 'pointer',
  focusRing: 'never',
  respectReducedMotion: true,
});

/** Read by `theme-before-paint.js` too. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'influencegen.theme' });
