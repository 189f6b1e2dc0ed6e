import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The shipped reasons in French, where staff have not found words of their own since. */
export class FrenchReasons1763856024000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [code, text] of Object.entries(french))
      await runner.query(
        `insert into review_reason_text (code, language, text)
         select code, 'fr', $2 from review_reason where code = $1 and version = 1 on conflict do nothing`,
        [code, text],
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from review_reason_text where language = 'fr'`);
  }
}

const french: Readonly<Record<string, string>> = {
  BLURRED: 'L’image est illisible. Reprends-la avec une bonne lumière, sans flash et sans bouger l’appareil.',
  CUT_OFF: 'Il manque une partie du document. Les quatre coins doivent être visibles.',
  DOCUMENT_EXPIRED: 'Le document n’est plus valable. Envoies-en un qui l’est.',
  WRONG_DOCUMENT: 'Ce n’est pas le type de document qu’il nous faut ici.',
  BACK_MISSING: 'Il manque le verso du document.',
  NAME_DIFFERS: 'Le nom n’est pas celui de ton document. Écris-le exactement comme il y figure.',
  DATA_DIFFERS: 'Ce que tu as écrit ne correspond pas au document. Compare les deux, s’il te plaît.',
  TOO_OLD: 'Le document est trop ancien. Envoies-en un des trois derniers mois.',
  PROFILE_NOT_FOUND: 'Nous ne pouvons pas ouvrir ce profil. Vérifie son nom, et qu’il est public.',
  PROFILE_NOT_YOURS: 'Nous n’avons pas pu voir que ce profil est à toi. Mets le code dans sa description et réessaie.',
  INCOMPLETE: 'Il manque quelque chose ici. La note dit quoi.',
  UNDERAGE: 'Tu n’as pas encore l’âge de participer.',
  NOT_GENUINE: 'Nous n’avons pas pu confirmer que tes documents sont authentiques.',
  DUPLICATE: 'Tu as déjà un autre compte. Utilise celui-là.',
  NOT_A_FIT: 'Ton profil ne correspond pas à ce que nous cherchons en ce moment.',
};
