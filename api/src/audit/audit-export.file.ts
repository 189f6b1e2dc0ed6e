import { canonicalJson } from '../platform/canonical-json.ts';
import { csvCell } from '../platform/csv.ts';
import { contentOf, type AuditRow } from './audit-rows.ts';

export interface ExportedRow extends AuditRow {
  position: string | null;
}

/** A file of events, piece by piece. */
export interface ExportForm {
  mimeType: string;
  extension: string;
  begin: string;
  /** `index` counts from 0 over the whole file. */
  row(row: ExportedRow, index: number): string;
  end: string;
}

const columns = [
  'position',
  'id',
  'at',
  'action',
  'outcome',
  'actorId',
  'impersonatorId',
  'sessionId',
  'apiKeyId',
  'recordType',
  'recordId',
  'ip',
  'requestId',
  'details',
  'mark',
] as const;

const wordsOf = (row: ExportedRow) => ({
  position: row.position === null ? null : Number(row.position),
  ...contentOf(row),
  mark: row.mark?.toString('hex') ?? null,
});

export const exportForms: Record<'CSV' | 'JSON', ExportForm> = {
  CSV: {
    mimeType: 'text/csv; charset=utf-8',
    extension: 'csv',
    begin: `${columns.join(',')}\r\n`,
    row(row) {
      const { details, ...words } = wordsOf(row);
      const cells = { ...words, details: canonicalJson(details) };
      return `${columns.map((column) => csvCell(cells[column])).join(',')}\r\n`;
    },
    end: '',
  },
  JSON: {
    mimeType: 'application/json; charset=utf-8',
    extension: 'json',
    begin: '[',
    row: (row, index) => `${index === 0 ? '\n' : ',\n'}${canonicalJson({ ...wordsOf(row) })}`,
    end: '\n]\n',
  },
};
