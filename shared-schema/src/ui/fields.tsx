import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/ActionIcon.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import { NativeSelect, PasswordInput, Textarea, TextInput, type PasswordInputProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import classes from './fields.module.css';

const { label, description, error, input } = classes;
const look = { withAsterisk: false, classNames: { label, description, error, input } };

/** What people type is laid out as it is written, also from right to left. */
const typed = { ...look, attributes: { input: { dir: 'auto' } } };

/** `label`, `description` and `error` are wired to the input for screen readers. */
export const TextField = /* @__PURE__ */ TextInput.withProps(typed);
export const TextAreaField = /* @__PURE__ */ Textarea.withProps({ ...typed, autosize: true });
/** The platform's own select: right on a phone, right for the keyboard. */
export const SelectField = /* @__PURE__ */ NativeSelect.withProps(look);

export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('ui');
  const [visible, { toggle }] = useDisclosure(false);
  return (
    <PasswordInput
      {...look}
      visible={visible}
      onVisibilityChange={toggle}
      visibilityToggleButtonProps={{
        'aria-label': t(visible ? 'password.hide' : 'password.show'),
        'aria-hidden': false,
        tabIndex: 0,
      }}
      aria-invalid={props.error ? true : undefined}
      {...props}
    />
  );
}
