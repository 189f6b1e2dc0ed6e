import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The shipped reasons in German, where staff have not found words of their own since. */
export class GermanReasons1763856022000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [code, text] of Object.entries(german))
      await runner.query(
        `insert into review_reason_text (code, language, text)
         select code, 'de', $2 from review_reason where code = $1 and version = 1 on conflict do nothing`,
        [code, text],
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from review_reason_text where language = 'de'`);
  }
}

const german: Readonly<Record<string, string>> = {
  BLURRED:
    'Wir können das Bild nicht lesen. Nimm es noch einmal bei gutem Licht auf, ohne Blitz, und halte die Kamera ruhig.',
  CUT_OFF: 'Ein Teil des Dokuments fehlt. Alle vier Ecken müssen zu sehen sein.',
  DOCUMENT_EXPIRED: 'Das Dokument gilt nicht mehr. Schicke ein gültiges.',
  WRONG_DOCUMENT: 'Das ist eine andere Art Dokument, als wir hier brauchen.',
  BACK_MISSING: 'Die Rückseite des Dokuments fehlt.',
  NAME_DIFFERS: 'Der Name ist nicht der auf deinem Ausweis. Schreibe ihn genau so, wie er dort steht.',
  DATA_DIFFERS: 'Deine Angaben stimmen nicht mit dem Dokument überein. Bitte vergleiche beides.',
  TOO_OLD: 'Das Dokument ist zu alt. Schicke eines aus den letzten drei Monaten.',
  PROFILE_NOT_FOUND: 'Wir können dieses Profil nicht öffnen. Prüfe den Namen und ob es öffentlich ist.',
  PROFILE_NOT_YOURS:
    'Wir konnten nicht sehen, dass dieses Profil deins ist. Setze den Code in seine Beschreibung und versuche es noch einmal.',
  INCOMPLETE: 'Hier fehlt etwas. In der Notiz steht, was.',
  UNDERAGE: 'Du bist noch nicht alt genug, um mitzumachen.',
  NOT_GENUINE: 'Wir konnten nicht bestätigen, dass deine Dokumente echt sind.',
  DUPLICATE: 'Du hast schon ein anderes Konto. Verwende dieses.',
  NOT_A_FIT: 'Dein Profil passt nicht zu dem, was wir zurzeit suchen.',
};
