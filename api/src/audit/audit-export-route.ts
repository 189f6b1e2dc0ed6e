import { pipeline } from 'node:stream/promises';
import type { LiveSessions } from '../accounts/live-sessions.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, transaction } from '../platform/db.ts';
import { HttpProblem, type Route } from '../platform/http.ts';
import { may } from '../platform/permission.ts';
import { isUuid } from '../platform/uuid.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import { exportForms } from './audit-export.file.ts';
import { exportAudit } from './audit.policy.ts';

export interface AuditExportRouteDeps {
  db: Db;
  sessions: Pick<LiveSessions, 'ofRequest'>;
  storage: ObjectStorage;
}

interface ReadyExport {
  account_id: string;
  format: 'CSV' | 'JSON';
  content_key: string;
  created_at: Date;
}

/** GET /audit-exports/:id, for whoever asked for the export. Anybody else is told that there is nothing. */
export const auditExportRoute = ({ db, sessions, storage }: AuditExportRouteDeps): Route => ({
  name: 'audit-export',
  methods: ['GET'],
  path: /^\/audit-exports\/([^/]+)$/,
  async handle(req, res, context, [, id]) {
    res.setHeader('cache-control', 'no-store');
    const missing = new HttpProblem(404, 'NOT_FOUND', 'There is nothing at this address');
    if (!isUuid(id!)) throw missing;
    const { rows } = await db.pool.query<ReadyExport>(
      `select account_id, format, content_key, created_at from audit_export
        where id = $1 and status = 'READY' and expires_at > now()`,
      [id],
    );
    const [found] = rows;
    const exporter = (await sessions.ofRequest(req)).find(({ accountId }) => accountId === found?.account_id);
    if (!found || !exporter || !may(exporter, exportAudit)) throw missing;
    context.accountId = exporter.accountId;

    const { ip, requestId, traceparent } = context;
    const actor = { ...exporter, ip, requestId, traceparent };
    // Before the first byte leaves: what cannot be recorded is not handed out.
    await transaction(db, (tx) => recordAudit(tx, actor, 'audit.download', { type: 'auditExport', id: id! }));
    const stored = await storage.get(found.content_key);
    if (!stored) throw missing;
    const { mimeType, extension } = exportForms[found.format];
    res.writeHead(200, {
      'content-type': mimeType,
      'content-length': stored.byteSize,
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename="audit-${found.created_at.toISOString().slice(0, 10)}.${extension}"`,
    });
    try {
      await pipeline(stored.stream, res);
    } catch (error) {
      // The viewer went away. Everything else is ours to know.
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
    }
  },
});
