import { ForgotPassword } from '@influencegen/shared-schema/ui/forgot-password';
import { Invitation } from '@influencegen/shared-schema/ui/invitation';
import { FormerAddress, NewAddress } from '@influencegen/shared-schema/ui/new-address';
import { ResetPassword } from '@influencegen/shared-schema/ui/reset-password';
import { Door } from './door.tsx';
import { useEnter } from './use-enter.ts';

export const InvitationPage = () => (
  <Door>
    <Invitation enter={useEnter()} />
  </Door>
);

export const ForgotPasswordPage = () => (
  <Door>
    <ForgotPassword />
  </Door>
);

export const ResetPasswordPage = () => (
  <Door>
    <ResetPassword />
  </Door>
);

export const NewAddressPage = () => (
  <Door>
    <NewAddress />
  </Door>
);

export const FormerAddressPage = () => (
  <Door>
    <FormerAddress />
  </Door>
);
