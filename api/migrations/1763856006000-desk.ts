import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the desk of the reviewers stands on: verdicts, notes, reasons, saved views, and the columns of a case that it needs. */
export class Desk1763856006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table review_case
        -- The creator was approved before: something is renewed.
        add column renewal boolean not null default false,
        add column claimed_at timestamptz(3),
        -- When whoever holds the claim first saw everything.
        add column looked_at timestamptz(3),
        -- Four eyes: what the first reviewer wants, sealed JSON.
        add column proposal_sealed bytea,
        -- Of a rejection: codes, and what the reviewer wrote.
        add column decision_reasons text[] not null default '{}',
        add column decision_note_sealed bytea,
        -- When somebody was told that it is late.
        add column late_told_at timestamptz(3);
      create index review_case_of_assignee on review_case (assignee_id, due_at, id)
        where status in ('WAITING', 'CLAIMED', 'PROPOSED') and assignee_id is not null;
      create index review_case_pool on review_case (due_at, id) where status in ('WAITING', 'PROPOSED') and assignee_id is null;
      create index review_case_risky on review_case (due_at, id) where status in ('WAITING', 'CLAIMED', 'PROPOSED') and high_risk;
      create index review_case_open_states on review_case (status, due_at, high_risk, assignee_id, account_id)
        where status in ('WAITING', 'CLAIMED', 'PROPOSED');
      create index review_case_claims on review_case (claim_expires_at) where claim_expires_at is not null;
      create index review_case_decided on review_case (decided_at desc, id desc) where decided_at is not null;
      create index onboarding_application_newest on onboarding_application (created_at);
      create index session_from on session (ip) where ip is not null;

      -- What a reviewer thinks of a section, kept with the case until it is decided, and afterwards.
      create table review_verdict (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references review_case (id) on delete cascade,
        section text not null,
        outcome text not null constraint review_verdict_outcome_known check (outcome in ('ACCEPT', 'RETURN')),
        reasons text[] not null default '{}',
        -- To the creator.
        note_sealed bytea,
        -- Grows with each change.
        revision int not null,
        reviewer_id uuid references account (id) on delete set null,
        changed_at timestamptz(3) not null,
        constraint review_verdict_once unique (case_id, section)
      );

      create table document_check (
        case_id uuid not null references review_case (id) on delete cascade,
        document_id uuid not null references document (id) on delete cascade,
        -- Null: not looked at.
        legible boolean,
        in_date boolean,
        genuine boolean,
        reviewer_id uuid references account (id) on delete set null,
        changed_at timestamptz(3) not null,
        constraint document_check_once primary key (case_id, document_id)
      );

      -- Between reviewers.
      create table review_note (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references onboarding_application (account_id) on delete cascade,
        case_id uuid not null references review_case (id) on delete cascade,
        author_id uuid references account (id) on delete set null,
        text_sealed bytea not null,
        at timestamptz(3) not null
      );
      create index review_note_of_account on review_note (account_id, at desc);

      create table review_view (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id) on delete cascade,
        name text not null,
        filter jsonb not null,
        created_at timestamptz(3) not null default now()
      );
      create unique index review_view_once on review_view (account_id, lower(name));

      create table review_reason (
        code text primary key,
        use text not null constraint review_reason_use_known check (use in ('RETURN', 'REJECT')),
        -- None: any.
        sections text[] not null default '{}',
        position int not null,
        version int not null default 1,
        retired_at timestamptz(3)
      );
      create table review_reason_text (
        code text not null references review_reason (code) on delete cascade,
        language text not null,
        text text not null,
        constraint review_reason_text_once primary key (code, language)
      );

      -- Each is sent once.
      create table expiry_reminder (
        section_id uuid not null references onboarding_section (id) on delete cascade,
        expires_at timestamptz(3) not null,
        days int not null,
        constraint expiry_reminder_once primary key (section_id, expires_at, days)
      );
    `);
    for (const [position, [code, use, sections, en, es]] of shipped.entries()) {
      await runner.query('insert into review_reason (code, use, sections, position) values ($1, $2, $3, $4)', [
        code,
        use,
        sections,
        position,
      ]);
      await runner.query(
        `insert into review_reason_text (code, language, text) values ($1, 'en', $2), ($1, 'es', $3)`,
        [code, en, es],
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table expiry_reminder, review_reason_text, review_reason, review_view, review_note, document_check, review_verdict;
      drop index review_case_of_assignee, review_case_pool, review_case_risky, review_case_open_states, review_case_claims,
        review_case_decided, onboarding_application_newest, session_from;
      alter table review_case drop column renewal, drop column claimed_at, drop column looked_at, drop column proposal_sealed,
        drop column decision_reasons, drop column decision_note_sealed, drop column late_told_at;
    `);
  }
}

/** What reviewers say most often. From here on staff edit it. */
const shipped: [code: string, use: 'RETURN' | 'REJECT', sections: string[], en: string, es: string][] = [
  [
    'BLURRED',
    'RETURN',
    ['IDENTITY_DOCUMENT', 'ADDRESS', 'PAYOUT_ACCOUNT', 'TAX'],
    'We cannot read the picture. Take it again in good light, without a flash, and hold the camera still.',
    'No podemos leer la imagen. Hazla otra vez con buena luz, sin flash y con la cámara quieta.',
  ],
  [
    'CUT_OFF',
    'RETURN',
    ['IDENTITY_DOCUMENT', 'ADDRESS', 'PAYOUT_ACCOUNT', 'TAX'],
    'A part of the document is missing. All four corners have to be seen.',
    'Falta una parte del documento. Tienen que verse las cuatro esquinas.',
  ],
  [
    'DOCUMENT_EXPIRED',
    'RETURN',
    ['IDENTITY_DOCUMENT'],
    'The document is no longer valid. Send one that is.',
    'El documento ya no es válido. Envía uno que lo sea.',
  ],
  [
    'WRONG_DOCUMENT',
    'RETURN',
    ['IDENTITY_DOCUMENT', 'ADDRESS', 'PAYOUT_ACCOUNT', 'TAX'],
    'This is another kind of document than the one we need here.',
    'Este documento no es del tipo que necesitamos aquí.',
  ],
  [
    'BACK_MISSING',
    'RETURN',
    ['IDENTITY_DOCUMENT'],
    'The back of the document is missing.',
    'Falta el reverso del documento.',
  ],
  [
    'NAME_DIFFERS',
    'RETURN',
    ['PERSON', 'IDENTITY_DOCUMENT', 'PAYOUT_ACCOUNT'],
    'The name is not the one on your document. Write it exactly as it stands there.',
    'El nombre no es el de tu documento. Escríbelo exactamente como aparece en él.',
  ],
  [
    'DATA_DIFFERS',
    'RETURN',
    ['PERSON', 'ADDRESS', 'IDENTITY_DOCUMENT', 'TAX'],
    'What you typed is not what the document says. Please compare the two.',
    'Lo que escribiste no coincide con el documento. Compara los dos, por favor.',
  ],
  [
    'TOO_OLD',
    'RETURN',
    ['ADDRESS', 'PAYOUT_ACCOUNT'],
    'The document is too old. Send one of the last three months.',
    'El documento es demasiado antiguo. Envía uno de los últimos tres meses.',
  ],
  [
    'PROFILE_NOT_FOUND',
    'RETURN',
    ['SOCIAL_PROFILES'],
    'We cannot open this profile. Check its name, and that it is public.',
    'No podemos abrir este perfil. Comprueba el nombre y que sea público.',
  ],
  [
    'PROFILE_NOT_YOURS',
    'RETURN',
    ['SOCIAL_PROFILES'],
    'We could not see that this profile is yours. Put the code into its description and try again.',
    'No hemos podido ver que este perfil sea tuyo. Pon el código en su descripción e inténtalo otra vez.',
  ],
  ['INCOMPLETE', 'RETURN', [], 'Something is missing here. The note says what.', 'Aquí falta algo. La nota dice qué.'],
  [
    'UNDERAGE',
    'REJECT',
    [],
    'You are not old enough to join yet.',
    'Todavía no tienes la edad necesaria para participar.',
  ],
  [
    'NOT_GENUINE',
    'REJECT',
    [],
    'We could not confirm that your documents are genuine.',
    'No hemos podido confirmar que tus documentos sean auténticos.',
  ],
  ['DUPLICATE', 'REJECT', [], 'You have another account already. Use that one.', 'Ya tienes otra cuenta. Usa esa.'],
  [
    'NOT_A_FIT',
    'REJECT',
    [],
    'Your profile does not fit what we look for at the moment.',
    'Tu perfil no encaja con lo que buscamos en este momento.',
  ],
];
