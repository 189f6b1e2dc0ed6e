import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Loader.layer.css';
import '@mantine/core/styles/Button.layer.css';
import '@mantine/core/styles/ActionIcon.layer.css';
import { ActionIcon, Button as MantineButton } from '@mantine/core';
import type { ComponentProps, MouseEvent } from 'react';
import classes from './button.module.css';

/** `variant`: primary | secondary | quiet | danger; `loading` while it works; `component={Link}` for a link that looks like it. */
export const Button = /* @__PURE__ */ MantineButton.withProps({
  component: Pressable,
  variant: 'secondary',
  classNames: { root: classes.root, label: classes.label },
});

/** Needs an `aria-label`. */
export const IconButton = /* @__PURE__ */ ActionIcon.withProps({
  component: Pressable,
  variant: 'quiet',
  classNames: { root: `${classes.root} ${classes.icon}` },
});

/** The browser takes the focus from what is `disabled`, and keeps it away: what cannot be pressed now is only called so. */
function Pressable({ disabled, type = 'button', onClick, ...props }: ComponentProps<'button'>) {
  return <button {...props} type={type} aria-disabled={disabled || undefined} onClick={disabled ? nothing : onClick} />;
}

const nothing = (event: MouseEvent): void => {
  event.preventDefault();
  event.stopPropagation();
};
