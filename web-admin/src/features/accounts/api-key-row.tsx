import type { FragmentType } from '@apollo/client';
import { useFragment, useMutation, useQuery } from '@apollo/client/react';
import type { ApiKeyStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Age } from '../../ui/age';
import { useProblemText } from '../../ui/use-problem-text';
import {
  ApiKeyRow_apiKeyFragmentDoc,
  RevokeApiKeyDocument,
  RotateApiKeyDocument,
  type ApiKeyRow_apiKeyFragment,
} from './api-key-row.generated';
import classes from './api-keys-page.module.css';
import { ConfirmButton } from '@influencegen/shared-schema/ui/confirm-button';
import { usePermissionText } from './use-permission-text';
import { ViewerMayDocument } from './viewer-may.generated';

const tones = { ACTIVE: 'positive', EXPIRED: 'neutral', REVOKED: 'neutral' } as const satisfies Record<
  ApiKeyStatus,
  string
>;

interface ApiKeyRowProps {
  apiKey: FragmentType<ApiKeyRow_apiKeyFragment>;
  onSecret: (secret: string) => void;
}

export function ApiKeyRow({ apiKey: from, onSecret }: ApiKeyRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const permissionText = usePermissionText();
  const { data: apiKey, complete } = useFragment({ fragment: ApiKeyRow_apiKeyFragmentDoc, from });
  const [rotate] = useMutation(RotateApiKeyDocument);
  const [revoke] = useMutation(RevokeApiKeyDocument);
  const { data: me } = useQuery(ViewerMayDocument, { fetchPolicy: 'cache-first' });
  const { busy, problem, run } = useAction();
  if (!complete) return null;
  const { id, name, prefix, status, permissions, addresses, owner, expiresAt, lastUsedAt, previousValidUntil } = apiKey;

  return (
    <li className={classes.key} data-over={status !== 'ACTIVE'}>
      <div className={classes.what}>
        <div className={classes.name}>
          <bdi>{name}</bdi>
          <StatusBadge tone={tones[status]}>{t(`apiKeys.status.${status}`)}</StatusBadge>
        </div>
        <div className={classes.facts}>
          <code>{prefix}…</code>
          <bdi>{owner.displayName}</bdi>
          <span>{t('apiKeys.until', { date: format.dateTime(expiresAt) })}</span>
          <span>
            {t('apiKeys.used')} {lastUsedAt === null ? t('apiKeys.never') : <Age at={lastUsedAt} />}
          </span>
          {addresses.length > 0 && <span>{t('apiKeys.from', { addresses: addresses.join(', ') })}</span>}
        </div>
        {previousValidUntil !== null && (
          <p className={classes.facts}>{t('apiKeys.overlap', { date: format.dateTime(previousValidUntil) })}</p>
        )}
        <details className={classes.permissions}>
          <summary>{t('apiKeys.may', { count: permissions.length })}</summary>
          <ul>
            {permissions.map((permission) => (
              <li key={permission}>{permissionText(permission)}</li>
            ))}
          </ul>
        </details>
      </div>
      {status === 'ACTIVE' && (
        <div className={classes.actions}>
          {me?.viewer?.id === owner.id && (
            <ConfirmButton
              label={t('apiKeys.rotate')}
              question={t('apiKeys.rotateSure')}
              confirm={t('apiKeys.rotate')}
              busy={busy}
              onConfirm={() =>
                run(async () => {
                  const { data } = await rotate({ variables: { id } });
                  if (data) onSecret(data.rotateApiKey.secret);
                })
              }
            />
          )}
          <ConfirmButton
            variant="danger"
            danger
            label={t('apiKeys.revoke')}
            question={t('apiKeys.revokeSure')}
            confirm={t('apiKeys.revoke')}
            busy={busy}
            onConfirm={() =>
              run(async () => {
                await revoke({ variables: { id } });
              })
            }
          />
        </div>
      )}
      {problem && (
        <p role="alert" className={classes.refused}>
          {problemText(problem)}
        </p>
      )}
    </li>
  );
}
