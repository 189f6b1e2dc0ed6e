/** By key. */
export default {
  'accounts.apiKeyDays': 'Tage, für die ein API-Schlüssel höchstens angelegt werden kann',
  'accounts.apiKeyOverlapHours':
    'Stunden, in denen das bisherige Geheimnis eines API-Schlüssels nach einem Wechsel noch gilt',
  'accounts.apiKeyWarningDays':
    'Tage vor dem Ablauf eines API-Schlüssels, an denen die Person, der er gehört, Bescheid bekommt',
  'accounts.emailUndoDays':
    'Tage, in denen die bisherige E-Mail-Adresse ein Konto zurückholen kann; so lange bekommt niemand anderes diese Adresse',
  'accounts.impersonationMinutes': 'Minuten, nach denen der Blick in das Konto einer anderen Person von selbst endet',
  'accounts.mailsPerHour':
    'E-Mails zum Bestätigen einer Adresse oder Zurücksetzen eines Passworts, die je Adresse in einer Stunde angefordert werden können',
  'accounts.passwordDays': 'Tage, nach denen ein Passwort geändert werden muss; 0: nie',
  'accounts.passwordMinKinds':
    'Arten von Zeichen, die ein Passwort mindestens hat: Kleinbuchstaben, Großbuchstaben, Ziffern, andere',
  'accounts.passwordMinLength': 'Zeichen, die ein Passwort mindestens hat',
  'accounts.refuseCommonPasswords': 'Verbreitete Passwörter ablehnen, und was sich leicht aus ihnen ergibt',
  'accounts.refusePersonalPasswords': 'Passwörter ablehnen, die kaum mehr sind als Name oder E-Mail-Adresse der Person',
  'accounts.resetMinutes': 'Minuten, in denen der Link zur Wahl eines neuen Passworts gilt',
  'accounts.signInsPerSecond':
    'Anmeldungen, Registrierungen und neue Passwörter, die eine Netzwerkadresse oder ein Konto in einer Sekunde versuchen darf',
  'accounts.supportAccessHours': 'Stunden, für die jemand dem Support höchstens erlauben kann, das Konto anzusehen',
  'accounts.unverifiedDays':
    'Tage, nach denen eine Registrierung gelöscht wird, deren E-Mail-Adresse nie bestätigt wurde',
  'accounts.verificationHours': 'Stunden, in denen der Link zum Bestätigen einer E-Mail-Adresse gilt',
  'accounts.accessTokenMinutes': 'Minuten, die ein Zugangstoken gilt, bevor die App es erneuert',
  'accounts.invitationDays': 'Tage, in denen der Link einer Einladung gilt',
  'accounts.lockAfter': 'Misslungene Anmeldungen mit einer E-Mail-Adresse, nach denen sie gesperrt wird',
  'accounts.lockMinutes': 'Minuten, in denen eine gesperrte E-Mail-Adresse sich nicht anmelden kann',
  'accounts.endedAccessDays':
    'Tage, die eine Anmeldung mit Gerät und Netzwerkadresse und ein API-Schlüssel nach ihrem Ende aufbewahrt werden',
  'accounts.mostSessions':
    'Geräte, auf denen eine Person angemeldet sein kann, Support und Telefon für die Bewerbung mitgezählt: Eines mehr beendet die älteste Anmeldung',
  'accounts.proofMinutes':
    'Minuten, in denen eine Anmeldung oder ein anderer Identitätsnachweis heikle Aktionen öffnet',
  'accounts.secondFactorFor':
    'Wessen Rollen einen zweiten Faktor verlangen; die des Teams immer, ebenso alles, was über Eigenes hinausgeht',
  'accounts.sessionDays': 'Tage ohne Benutzung, nach denen man sich neu anmelden muss',
  'accounts.signingKeyDays': 'Tage, nach denen ein anderer Schlüssel die Zugangstoken signiert',
  'api.keyCostPerMinute': 'Was ein API-Schlüssel in einer Minute von der API verlangen darf, in geschätzten Objekten',
  'api.personCostPerMinute': 'Was eine Person in einer Minute von der API verlangen darf, in geschätzten Objekten',
  'api.strangerCostPerMinute':
    'Was eine Adresse ohne Anmeldung in einer Minute von der API verlangen darf, in geschätzten Objekten',
  'onboarding.addressExpiryMonths':
    'Monate, nach denen die Angaben eines Creators zur Adresse neu einzureichen sind, ab der Annahme gezählt; 0: nie',
  'onboarding.audienceExpiryMonths':
    'Monate, nach denen die Angaben eines Creators zum Publikum neu einzureichen sind, ab der Annahme gezählt; 0: nie',
  'onboarding.consentsExpiryMonths':
    'Monate, nach denen die Einwilligungen eines Creators neu einzureichen sind, ab der Annahme gezählt; 0: nie',
  'onboarding.identityDocumentExpiryMonths':
    'Monate, nach denen die Angaben zum Ausweis eines Creators, spätestens an dessen letztem Tag neu einzureichen sind, ab der Annahme gezählt; 0: nie',
  'onboarding.nichesExpiryMonths':
    'Monate, nach denen die Nischen eines Creators neu einzureichen sind, ab der Annahme gezählt; 0: nie',
  'onboarding.payoutAccountExpiryMonths':
    'Monate, nach denen die Angaben zum Auszahlungskonto eines Creators neu einzureichen sind, ab der Annahme gezählt; 0: nie',
  'onboarding.personExpiryMonths':
    'Monate, nach denen die Angaben eines Creators zur Person neu einzureichen sind, ab der Annahme gezählt; 0: nie',
  'onboarding.socialProfilesExpiryMonths':
    'Monate, nach denen die Profile eines Creators neu einzureichen sind, ab der Annahme gezählt; 0: nie',
  'onboarding.taxExpiryMonths':
    'Monate, nach denen die Angaben eines Creators zur Steuer neu einzureichen sind, ab der Annahme gezählt; 0: nie',
  'onboarding.taxForms':
    'Steuerformulare der USA, die Creators unterschrieben einreichen, wenn ihre Antworten es verlangen: W-9 von US-Personen, W-8BEN und W-8BEN-E von anderen, die aus den USA bezahlt werden',
  'onboarding.askProofOfAddress': 'Ob ein Creator eine Rechnung oder einen Brief mit der Adresse zeigen muss',
  'onboarding.depositDays': 'Tage, nach denen sich überwiesene Beträge nicht mehr eingeben lassen',
  'onboarding.depositRounds':
    'Wie oft in 30 Tagen einem Creator Beträge überwiesen werden können: Jedes Mal kostet zwei Überweisungen',
  'onboarding.depositTries': 'Versuche, die ein Creator hat, die überwiesenen Beträge einzugeben',
  'onboarding.identityChecksPerDay': 'Prüfungen bei einem Identitätsdienst, die ein Creator an einem Tag beginnen kann',
  'onboarding.mostSocialProfiles': 'Profile, die ein Creator nennen kann',
  'onboarding.payerCountry':
    'Land, aus dem Creator bezahlt werden, in zwei Buchstaben: Davon hängen ihre Steuerformulare ab',
  'onboarding.socialChecksPerDay': 'Wie oft an einem Tag die Profile eines Creators angesehen werden',
  'onboarding.socialStaffDays':
    'Tage, in denen jemand vom Prüfteam den Code eines Profils suchen kann, nachdem der Creator sagt, dass er da steht',
  'onboarding.socialCodeHours': 'Stunden, die ein Code gilt, der ein Profil nachweist',
  'onboarding.socialPagesRead':
    'Plattformen, deren öffentliche Seiten nach dem Code gelesen werden; bei den anderen sieht jemand vom Prüfteam nach',
  'onboarding.businessDays':
    'Tage, an denen geprüft wird: Nur deren Stunden zählen für die Frist, in der über eine Bewerbung entschieden wird',
  'onboarding.checklistNeeded':
    'Ob jedes Dokument als lesbar, gültig und echt abgehakt sein muss, bevor sein Abschnitt angenommen wird',
  'onboarding.claimMinutes':
    'Minuten, nach denen ein übernommener Fall zurück in die Schlange geht, wenn niemand etwas tut',
  'onboarding.deskCloses':
    'Uhrzeit, zu der die Prüfung schließt; liegt sie nicht nach der Öffnung, ist den ganzen Tag offen',
  'onboarding.deskHolidays': 'Tage, an denen nicht geprüft wird, geschrieben wie 2026-12-25',
  'onboarding.deskOpens': 'Uhrzeit, zu der die Prüfung öffnet',
  'onboarding.deskTimeZone': 'Zeitzone der Prüfung, etwa Europe/Madrid',
  'onboarding.expiryReminderDays': 'Tage vor dem Ablauf von etwas Angenommenem, an denen der Creator erinnert wird',
  'onboarding.fourEyes': 'Welche Fälle zwei Personen brauchen: Die erste schlägt vor, eine andere bestätigt',
  'onboarding.reapplyDays':
    'Tage nach einer Ablehnung bis zur nächsten Bewerbung, wie sie bei der Ablehnung vorgeschlagen werden',
  'onboarding.reviewProofMinutes':
    'Minuten, in denen eine Sitzung mit Identitätsnachweis Fälle übernehmen und sehen darf, was Creator eingereicht haben',
  'onboarding.reverifyDays':
    'Tage, in denen ein angenommener Creator neu einreicht, was nach der Prüfung geändert wurde',
  'onboarding.riskyHints': 'Hinweise, die einen Fall zu einem mit hohem Risiko machen, wann immer sie gefunden werden',
  'onboarding.handOffMinutes': 'Minuten, die der Code gilt, der eine Bewerbung an ein Telefon übergibt',
  'onboarding.handOffHours': 'Stunden, nach denen ein Telefon abgemeldet wird, das eine Bewerbung bekam',
  'onboarding.largestDeposit':
    'Der größte Betrag, der zur Bestätigung eines Kontos überwiesen wird, in der kleinsten Einheit seiner Währung',
  'onboarding.leastDeposit':
    'Der kleinste Betrag, der zur Bestätigung eines Kontos überwiesen wird, in der kleinsten Einheit seiner Währung',
  'onboarding.minimumAge': 'Jahre, die ein Creator mindestens alt ist',
  'onboarding.reviewHours': 'Geöffnete Stunden, in denen über eine Bewerbung entschieden sein soll',
  'onboarding.sectionsAsked':
    'Abschnitte der Bewerbung, die ein Creator vor der Annahme einreicht; die anderen können später folgen',
  'audit.exportHours': 'Stunden, in denen sich ein Export des Audit-Protokolls herunterladen lässt',
  'audit.headMinutes': 'Minuten zwischen zwei signierten Köpfen des Audit-Protokolls',
  'audit.sealSeconds':
    'Sekunden, nach denen ein Ereignis ohne Platz in der Audit-Kette die Zustandsprüfung misslingen lässt',
  'audit.tailSeconds':
    'Sekunden zwischen zwei Notizen außerhalb der Datenbank, wo das Audit-Protokoll endet. Sie kommen zu dem hinzu, was jeder Prozess von seinen Aufzeichnungen notiert, und überstehen einen Ausfall der Maschine. 0: keine.',
  'documents.checkSeconds': 'Sekunden, die das Prüfen eines Dokuments dauern darf; was länger braucht, wird abgelehnt',
  'documents.maxBytes': 'Größte Datei, die als Dokument angenommen wird',
  'documents.maxPages': 'Seiten, die ein als Dokument eingereichtes PDF höchstens hat',
  'documents.maxPixels': 'Pixel, die das Bild eines Dokuments höchstens hat',
  'documents.minSidePixels': 'Breite und Höhe, die das Bild eines Dokuments mindestens hat: Kleineres ist nicht lesbar',
  'documents.openUploads': 'Uploads, die eine Person begonnen und nicht beendet haben kann',
  'documents.silenceSeconds': 'Sekunden ohne ein Byte, nach denen ein unfertiger Upload gelöscht wird',
  'documents.supersededDays':
    'Tage, die ein ersetztes Dokument, mit dem etwas geprüft wurde, nach der Entscheidung über das neue bleibt',
  'documents.types': 'Arten von Dateien, die als Dokumente angenommen werden, am Inhalt erkannt',
  'documents.uploadsPerHour': 'Uploads, die eine Person in einer Stunde beginnen kann',
  'imaging.tellReadyMinutes':
    'Minuten, die jemand weg sein muss, um von fertigen Bildern zu hören; mindestens eine mehr, als ein Zugangstoken gilt',
  'imaging.cfgScale': 'Wie eng ein Bild seinem Prompt folgt',
  'imaging.count': 'Bilder in einer Anfrage',
  'imaging.dispatchRetryLimit': 'Weitere Versuche nach dem ersten, die Bild-Engine zu erreichen',
  'imaging.receiptDays': 'Tage, die Belege für Meldungen der Engine nach dem Ende ihrer Anfrage aufbewahrt werden',
  'imaging.keepDeletedDays': 'Tage, in denen sich ein gelöschtes Bild zurückholen lässt',
  'imaging.linkSeconds': 'Sekunden, die ein Link zu einem Bild gilt',
  'imaging.loraModels': 'LoRA-Modelle, die das Studio anbietet',
  'imaging.loraWeight': 'Stärke eines LoRA-Modells',
  'imaging.maxLoras': 'LoRA-Modelle in einer Anfrage',
  'imaging.maxPictureBytes': 'Größtes Bild, das von einer Engine angenommen wird, in Bytes',
  'imaging.maxPicturePixels': 'Größtes Bild, das von einer Engine angenommen wird, in Pixeln',
  'imaging.monthlyQuota': 'Bilder, die eine Person in einem Kalendermonat anfragen kann',
  'imaging.negativePromptMaxLength': 'Längster negativer Prompt, in Zeichen',
  'imaging.promptMaxLength': 'Längster Prompt, in Zeichen',
  'imaging.resolutions': 'Angebotene Auflösungen',
  'imaging.aspectRatios': 'Angebotene Formate',
  'imaging.styles': 'Angebotene Stile',
  'imaging.usualResolution':
    'Auflösung, wenn nichts gesagt wird; die erste angebotene, wenn diese nicht angeboten wird',
  'imaging.usualAspectRatio': 'Format, wenn nichts gesagt wird; das erste angebotene, wenn dieses nicht angeboten wird',
  'imaging.usualStyle': 'Stil, wenn nichts gesagt wird; der erste angebotene, wenn dieser nicht angeboten wird',
  'imaging.steps': 'Schritte beim Sampling',
  'imaging.timeoutSeconds': 'Sekunden, nach denen eine Anfrage aufgegeben wird, die nicht zurückkam',
  'inbox.keepDays': 'Tage, die das Postfach einer Person eine Mitteilung behält',
  'mail.attempts': 'Versuche, eine E-Mail zuzustellen, bevor sie als zurückgekommen gilt',
  'mail.keepDays': 'Tage, die der Postausgang eine E-Mail behält',
  'mail.sender': 'Absender der E-Mails, etwa Studio <studio@mail.example>; leer: der der Umgebung',
  'mail.smtpUrl':
    'Mailserver, etwa smtp://name:passwort@mail.example:587 (ein Passwort wird nur über TLS gesendet) oder smtps://…; solange nichts gesetzt ist, der der Umgebung',
  'mail.retrySeconds':
    'Sekunden, bis eine nicht zugestellte E-Mail wieder versucht wird; nach jedem Versuch doppelt so lang, bis zu einer Stunde',
} satisfies Record<string, string>;
