import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Loader.layer.css';
import '@mantine/core/styles/Button.layer.css';
import '@mantine/core/styles/ActionIcon.layer.css';
import { ActionIcon, Button as MantineButton } from '@mantine/core';
import classes from './button.module.css';

/** `variant`: primary | secondary | quiet | danger; `loading` while it works; `component={Link}` for a link that looks like it. */
export const Button = /* @__PURE__ */ MantineButton.withProps({
  variant: 'secondary',
  classNames: { root: classes.root, label: classes.label },
});

/** Needs an `aria-label`. */
export const IconButton = /* @__PURE__ */ ActionIcon.withProps({
  variant: 'quiet',
  classNames: { root: `${classes.root} ${classes.icon}` },
});
