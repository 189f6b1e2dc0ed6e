import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Modal } from '@mantine/core';
import classes from './panel.module.css';

/** Over the page, for what concerns no page in particular: closed by Escape, gives the focus back. */
export const Panel = Modal.withProps({
  yOffset: '12vh',
  overlayProps: { className: classes.overlay },
  classNames: { content: classes.content, header: classes.header, title: classes.title, body: classes.body },
  transitionProps: { duration: 0 },
});
