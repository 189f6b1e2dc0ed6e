/** By key. */
export default {
  'accounts.apiKeyDays': 'Durée maximale d’une clé d’API, en jours',
  'accounts.apiKeyOverlapHours':
    'Heures pendant lesquelles l’ancien secret d’une clé d’API marche encore après une rotation',
  'accounts.apiKeyWarningDays': 'Jours avant l’expiration d’une clé d’API où son propriétaire est prévenu',
  'accounts.emailUndoDays':
    'Jours pendant lesquels l’ancienne adresse e-mail d’un compte peut le récupérer ; d’ici là, personne d’autre n’obtient cette adresse',
  'accounts.impersonationMinutes':
    'Minutes au bout desquelles se termine toute seule la visite d’un compte avec les yeux de son titulaire',
  'accounts.mailsPerHour':
    'E-mails de confirmation d’adresse ou de mot de passe que l’on peut demander par adresse en une heure',
  'accounts.passwordDays': 'Jours au bout desquels un mot de passe doit être changé ; 0 : jamais',
  'accounts.passwordMinKinds':
    'Types de caractères qu’un mot de passe doit au moins contenir : minuscules, majuscules, chiffres, autres',
  'accounts.passwordMinLength': 'Nombre minimum de caractères d’un mot de passe',
  'accounts.refuseCommonPasswords':
    'Refuser les mots de passe connus pour être répandus, et ce qui en dérive facilement',
  'accounts.refusePersonalPasswords':
    'Refuser les mots de passe qui sont à peine plus que le nom ou l’adresse e-mail de la personne',
  'accounts.resetMinutes': 'Minutes pendant lesquelles le lien pour choisir un nouveau mot de passe peut servir',
  'accounts.signInsPerSecond':
    'Connexions, inscriptions et réinitialisations qu’une adresse réseau, ou un compte, peut tenter en une seconde',
  'accounts.supportAccessHours':
    'Heures pendant lesquelles on peut, au plus, autoriser l’assistance à regarder son compte',
  'accounts.unverifiedDays':
    'Jours au bout desquels une inscription dont l’adresse e-mail n’a jamais été confirmée est supprimée',
  'accounts.verificationHours': 'Heures pendant lesquelles le lien qui confirme une adresse e-mail peut servir',
  'accounts.accessTokenMinutes': 'Minutes de validité d’un jeton d’accès avant que l’application le renouvelle',
  'accounts.invitationDays': 'Jours pendant lesquels le lien d’une invitation peut servir',
  'accounts.lockAfter': 'Connexions échouées avec une adresse e-mail avant qu’elle soit bloquée',
  'accounts.lockMinutes': 'Minutes pendant lesquelles une adresse e-mail bloquée ne peut pas se connecter',
  'accounts.endedAccessDays':
    'Jours de conservation d’une session, avec son appareil et son adresse réseau, et d’une clé d’API après leur fin',
  'accounts.mostSessions':
    'Appareils où une personne peut être connectée, assistance et téléphone de candidature compris : un de plus ferme la session la plus ancienne',
  'accounts.proofMinutes': 'Minutes pendant lesquelles une preuve d’identité ouvre les actions sensibles',
  'accounts.secondFactorFor':
    'Rôles de qui un second facteur est exigé ; ceux de l’équipe toujours, comme tout ce qui dépasse ses propres affaires',
  'accounts.sessionDays': 'Jours sans utilisation au bout desquels il faut se reconnecter',
  'accounts.signingKeyDays': 'Jours au bout desquels une autre clé signe les jetons d’accès',
  'api.keyCostPerMinute': 'Ce que le détenteur d’une clé peut demander à l’API en une minute, en objets estimés',
  'api.personCostPerMinute': 'Ce qu’une personne peut demander à l’API en une minute, en objets estimés',
  'api.strangerCostPerMinute': 'Ce qu’une adresse sans session peut demander à l’API en une minute, en objets estimés',
  'onboarding.addressExpiryMonths':
    'Mois au bout desquels il faut renvoyer l’adresse d’un créateur, à compter de l’acceptation ; 0 : jamais',
  'onboarding.audienceExpiryMonths':
    'Mois au bout desquels il faut renvoyer ce qu’un créateur dit de son audience, à compter de l’acceptation ; 0 : jamais',
  'onboarding.consentsExpiryMonths':
    'Mois au bout desquels il faut redonner les consentements d’un créateur, à compter de l’acceptation ; 0 : jamais',
  'onboarding.identityDocumentExpiryMonths':
    'Mois au bout desquels il faut renvoyer la pièce d’identité d’un créateur, au plus tard à son dernier jour, à compter de l’acceptation ; 0 : jamais',
  'onboarding.nichesExpiryMonths':
    'Mois au bout desquels il faut renvoyer les thèmes d’un créateur, à compter de l’acceptation ; 0 : jamais',
  'onboarding.payoutAccountExpiryMonths':
    'Mois au bout desquels il faut renvoyer le compte de versement d’un créateur, à compter de l’acceptation ; 0 : jamais',
  'onboarding.personExpiryMonths':
    'Mois au bout desquels il faut renvoyer ce qu’un créateur dit de lui-même, à compter de l’acceptation ; 0 : jamais',
  'onboarding.socialProfilesExpiryMonths':
    'Mois au bout desquels il faut renvoyer les réseaux sociaux d’un créateur, à compter de l’acceptation ; 0 : jamais',
  'onboarding.taxExpiryMonths':
    'Mois au bout desquels il faut renvoyer ce qu’un créateur dit de sa fiscalité, à compter de l’acceptation ; 0 : jamais',
  'onboarding.taxForms':
    'Formulaires fiscaux des États-Unis que les créateurs envoient signés quand leurs réponses le demandent : W-9 des personnes américaines, W-8BEN et W-8BEN-E des autres qui sont payés depuis les États-Unis',
  'onboarding.askProofOfAddress': 'Si un créateur doit montrer une facture ou un courrier avec son adresse',
  'onboarding.depositDays': 'Jours au bout desquels les montants envoyés ne peuvent plus être indiqués',
  'onboarding.depositRounds':
    'Combien de fois en 30 jours un créateur peut faire envoyer des montants : chaque fois coûte deux virements',
  'onboarding.depositTries': 'Essais dont dispose un créateur pour indiquer les montants envoyés',
  'onboarding.identityChecksPerDay':
    'Vérifications auprès d’un prestataire d’identité qu’un créateur peut commencer en un jour',
  'onboarding.mostSocialProfiles': 'Profils de réseaux sociaux qu’un créateur peut indiquer',
  'onboarding.payerCountry':
    'Pays d’où les créateurs sont payés, en deux lettres : il décide des formulaires fiscaux à remplir',
  'onboarding.socialChecksPerDay': 'Nombre de fois par jour où les profils d’un créateur sont regardés',
  'onboarding.socialStaffDays':
    'Jours pendant lesquels un analyste peut chercher le code d’un profil après que le créateur a dit qu’il y est',
  'onboarding.socialCodeHours': 'Heures de validité d’un code qui prouve un profil',
  'onboarding.socialPagesRead':
    'Plateformes dont les pages publiques sont lues pour trouver le code ; pour les autres, un analyste regarde',
  'onboarding.businessDays':
    'Jours où quelqu’un est au bureau : seules ses heures comptent dans le délai de décision d’une candidature',
  'onboarding.checklistNeeded':
    'Si chaque document doit être coché comme lisible, en cours de validité et authentique avant d’accepter sa rubrique',
  'onboarding.claimMinutes':
    'Minutes au bout desquelles un dossier pris par un analyste qui n’en fait rien retourne dans la file',
  'onboarding.deskCloses':
    'Heure de fermeture du bureau ; si elle n’est pas après l’ouverture, il est ouvert toute la journée',
  'onboarding.deskHolidays': 'Jours où personne n’est au bureau, écrits comme 2026-12-25',
  'onboarding.deskOpens': 'Heure d’ouverture du bureau',
  'onboarding.deskTimeZone': 'Fuseau horaire du bureau, comme Europe/Paris',
  'onboarding.expiryReminderDays': 'Jours avant l’expiration d’un élément accepté où le créateur est prévenu',
  'onboarding.fourEyes': 'Quels dossiers demandent deux analystes : le premier propose, un autre confirme',
  'onboarding.reapplyDays': 'Jours après un refus avant une nouvelle candidature, proposés à l’analyste qui refuse',
  'onboarding.reviewProofMinutes':
    'Minutes pendant lesquelles une session dont l’identité est prouvée peut prendre des dossiers et voir ce que les créateurs ont envoyé',
  'onboarding.reverifyDays': 'Jours dans lesquels un créateur accepté renvoie ce qu’il a changé après vérification',
  'onboarding.riskyHints': 'Indices qui mettent un dossier en risque élevé, à tout moment où ils sont trouvés',
  'onboarding.handOffMinutes':
    'Minutes pendant lesquelles le code qui passe une candidature à un téléphone peut servir',
  'onboarding.handOffHours': 'Heures au bout desquelles un téléphone qui a reçu une candidature est déconnecté',
  'onboarding.largestDeposit':
    'Le plus grand des montants envoyés pour vérifier un compte, dans la plus petite unité de sa devise',
  'onboarding.leastDeposit':
    'Le plus petit des montants envoyés pour vérifier un compte, dans la plus petite unité de sa devise',
  'onboarding.minimumAge': 'Âge minimum d’un créateur, en années',
  'onboarding.reviewHours': 'Heures d’ouverture du bureau dans lesquelles une candidature doit être décidée',
  'onboarding.sectionsAsked':
    'Parties de la candidature à envoyer avant l’acceptation ; les autres peuvent suivre plus tard',
  'audit.exportHours': 'Heures pendant lesquelles un export du journal d’audit peut être téléchargé',
  'audit.headMinutes': 'Minutes entre deux têtes signées du journal d’audit',
  'audit.sealSeconds':
    'Secondes au bout desquelles un événement sans place dans la chaîne d’audit fait échouer le contrôle d’état',
  'audit.tailSeconds':
    'Secondes entre deux notes, hors de la base de données, de l’endroit où finit le journal d’audit. Elles s’ajoutent à ce que chaque processus note de ce qu’il enregistre, et survivent à une panne de la machine. 0 : aucune.',
  'documents.checkSeconds': 'Secondes que peut durer l’examen d’un document ; ce qui prend plus de temps est refusé',
  'documents.maxBytes': 'Plus gros fichier accepté comme document',
  'documents.maxPages': 'Nombre maximum de pages d’un PDF envoyé comme document',
  'documents.maxPixels': 'Nombre maximum de pixels de l’image d’un document',
  'documents.minSidePixels': 'Largeur et hauteur minimales de l’image d’un document : plus petite, elle est illisible',
  'documents.openUploads': 'Envois qu’une personne peut avoir commencés sans les terminer',
  'documents.silenceSeconds': 'Secondes sans un octet au bout desquelles un envoi inachevé est supprimé',
  'documents.supersededDays':
    'Jours pendant lesquels un document remplacé, qui avait servi à vérifier, est gardé après la décision sur le nouveau',
  'documents.types': 'Types de fichiers acceptés comme documents, reconnus à leur contenu',
  'documents.uploadsPerHour': 'Envois qu’une personne peut commencer en une heure',
  'imaging.tellReadyMinutes':
    'Minutes d’absence avant de prévenir quelqu’un que ses images sont prêtes ; au moins une de plus que la vie d’un jeton d’accès',
  'imaging.cfgScale': 'Fidélité d’une image à son prompt',
  'imaging.count': 'Images par demande',
  'imaging.dispatchRetryLimit': 'Essais, après le premier, pour joindre le moteur d’images',
  'imaging.receiptDays': 'Jours de conservation des accusés des rappels du moteur après la fin de leur demande',
  'imaging.keepDeletedDays': 'Jours pendant lesquels une image supprimée peut être récupérée',
  'imaging.linkSeconds': 'Durée de vie d’un lien vers une image, en secondes',
  'imaging.loraModels': 'Modèles LoRA proposés par le studio',
  'imaging.loraWeight': 'Force d’un modèle LoRA',
  'imaging.maxLoras': 'Modèles LoRA par demande',
  'imaging.maxPictureBytes': 'Plus grosse image acceptée d’un moteur, en octets',
  'imaging.maxPicturePixels': 'Plus grande image acceptée d’un moteur, en pixels',
  'imaging.monthlyQuota': 'Images qu’une personne peut demander en un mois civil',
  'imaging.negativePromptMaxLength': 'Prompt négatif le plus long, en caractères',
  'imaging.promptMaxLength': 'Prompt le plus long, en caractères',
  'imaging.resolutions': 'Résolutions proposées',
  'imaging.aspectRatios': 'Formats proposés',
  'imaging.styles': 'Styles proposés',
  'imaging.usualResolution': 'Résolution si rien n’est dit ; la première proposée, si celle-ci ne l’est pas',
  'imaging.usualAspectRatio': 'Format si rien n’est dit ; le premier proposé, si celui-ci ne l’est pas',
  'imaging.usualStyle': 'Style si rien n’est dit ; le premier proposé, si celui-ci ne l’est pas',
  'imaging.steps': 'Étapes d’échantillonnage',
  'imaging.timeoutSeconds': 'Secondes au bout desquelles une demande jamais revenue est considérée comme perdue',
  'inbox.keepDays': 'Jours pendant lesquels une notification reste dans les messages d’une personne',
  'mail.attempts': 'Essais de remise d’un e-mail avant de le compter comme revenu',
  'mail.keepDays': 'Jours pendant lesquels un e-mail reste dans la boîte d’envoi',
  'mail.sender': 'Expéditeur des e-mails, comme Studio <studio@mail.example> ; vide : celui de l’environnement',
  'mail.smtpUrl':
    'Serveur de messagerie, comme smtp://utilisateur:motdepasse@mail.example:587 (un mot de passe ne part que par TLS) ou smtps://… ; tant qu’il n’est pas défini, celui de l’environnement',
  'mail.retrySeconds':
    'Secondes avant de réessayer un e-mail non remis ; doublées après chaque essai, jusqu’à une heure',
} satisfies Record<string, string>;
