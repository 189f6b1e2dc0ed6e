import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/baseline.layer.css';
import '@mantine/core/styles/global.layer.css';
import './tokens.css';
import './mantine.css';
import { MantineProvider } from '@mantine/core';
import type { i18n } from 'i18next';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { ConnectionContext, type Connection } from '../client/connection.ts';
import { StepUpContext, type StepUp } from '../client/step-up.ts';
import { colorSchemeManager, theme } from './theme.tsx';

/** Styles come as files only, none from scripts, so a strict Content-Security-Policy holds. */
export function UiProvider({
  i18n,
  connection,
  stepUp,
  children,
}: {
  i18n: i18n;
  connection: Connection;
  stepUp: StepUp;
  children: ReactNode;
}) {
  return (
    <I18nextProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={colorSchemeManager}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <ConnectionContext value={connection}>
          <StepUpContext value={stepUp}>{children}</StepUpContext>
        </ConnectionContext>
      </MantineProvider>
    </I18nextProvider>
  );
}
