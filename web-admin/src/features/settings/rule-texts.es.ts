/** By key. */
export default {
  'accounts.apiKeyDays': 'Días para los que se puede crear una clave de API como máximo',
  'accounts.apiKeyOverlapHours':
    'Horas durante las que el secreto anterior de una clave de API aún vale tras una rotación',
  'accounts.apiKeyWarningDays': 'Días antes de que caduque una clave de API en los que se avisa a su dueño',
  'accounts.emailUndoDays':
    'Días durante los que la dirección de correo anterior puede recuperar una cuenta; hasta entonces nadie más obtiene esa dirección',
  'accounts.impersonationMinutes':
    'Minutos tras los que termina por sí solo el mirar una cuenta con los ojos de su dueño',
  'accounts.mailsPerHour':
    'Correos para confirmar una dirección o restablecer una contraseña que se pueden pedir por dirección en una hora',
  'accounts.passwordDays': 'Días tras los que hay que cambiar una contraseña; 0: nunca',
  'accounts.passwordMinKinds':
    'Clases de caracteres que tiene al menos una contraseña: minúsculas, mayúsculas, cifras, otros',
  'accounts.passwordMinLength': 'Caracteres que tiene al menos una contraseña',
  'accounts.refuseCommonPasswords':
    'Rechazar contraseñas que se sabe que son comunes, y lo que se deriva de ellas fácilmente',
  'accounts.refusePersonalPasswords': 'Rechazar contraseñas que son poco más que el nombre o el correo de la persona',
  'accounts.resetMinutes': 'Minutos durante los que se puede usar el enlace para elegir una contraseña nueva',
  'accounts.signInsPerSecond':
    'Inicios de sesión, registros y restablecimientos que puede intentar una dirección de red, o una cuenta, en un segundo',
  'accounts.supportAccessHours': 'Horas durante las que alguien puede permitir a soporte mirar su cuenta, como máximo',
  'accounts.unverifiedDays': 'Días tras los que se borra un registro cuyo correo nunca se confirmó',
  'accounts.verificationHours': 'Horas durante las que se puede usar el enlace que confirma un correo',
  'accounts.accessTokenMinutes': 'Minutos que vale un token de acceso antes de que la aplicación lo renueve',
  'accounts.invitationDays': 'Días durante los que se puede usar el enlace de una invitación',
  'accounts.lockAfter': 'Inicios de sesión fallidos con una dirección de correo antes de bloquearla',
  'accounts.lockMinutes': 'Minutos durante los que una dirección bloqueada no puede iniciar sesión',
  'accounts.endedAccessDays':
    'Días que se conservan un inicio de sesión, con su dispositivo y su dirección de red, y una clave de API después de terminar',
  'accounts.mostSessions':
    'Dispositivos con sesión abierta por persona, incluidos el soporte y el teléfono para el alta: uno más cierra la sesión más antigua',
  'accounts.proofMinutes': 'Minutos durante los que una prueba de identidad abre las acciones delicadas',
  'accounts.secondFactorFor':
    'Qué roles piden un segundo factor; los del equipo siempre, y también todo lo que llega más allá de lo propio',
  'accounts.sessionDays': 'Días sin uso tras los que hay que iniciar sesión de nuevo',
  'accounts.signingKeyDays': 'Días tras los que otra clave firma los tokens de acceso',
  'api.keyCostPerMinute': 'Lo que puede pedir a la API en un minuto quien tiene una clave, en objetos estimados',
  'api.personCostPerMinute': 'Lo que puede pedir una persona a la API en un minuto, en objetos estimados',
  'api.strangerCostPerMinute':
    'Lo que puede pedir una dirección sin sesión a la API en un minuto, en objetos estimados',
  'onboarding.addressExpiryMonths':
    'Meses tras los que hay que volver a entregar la dirección de un creador, desde que se aceptó; 0: nunca',
  'onboarding.audienceExpiryMonths':
    'Meses tras los que hay que volver a entregar lo que un creador dice de su público, desde que se aceptó; 0: nunca',
  'onboarding.consentsExpiryMonths':
    'Meses tras los que hay que volver a entregar los consentimientos de un creador, desde que se aceptó; 0: nunca',
  'onboarding.identityDocumentExpiryMonths':
    'Meses tras los que hay que volver a entregar el documento de identidad de un creador, como muy tarde en su último día, desde que se aceptó; 0: nunca',
  'onboarding.nichesExpiryMonths':
    'Meses tras los que hay que volver a entregar los nichos de un creador, desde que se aceptó; 0: nunca',
  'onboarding.payoutAccountExpiryMonths':
    'Meses tras los que hay que volver a entregar la cuenta de cobro de un creador, desde que se aceptó; 0: nunca',
  'onboarding.personExpiryMonths':
    'Meses tras los que hay que volver a entregar lo que un creador dice de sí mismo, desde que se aceptó; 0: nunca',
  'onboarding.socialProfilesExpiryMonths':
    'Meses tras los que hay que volver a entregar los perfiles sociales de un creador, desde que se aceptó; 0: nunca',
  'onboarding.taxExpiryMonths':
    'Meses tras los que hay que volver a entregar lo que un creador dice de impuestos, desde que se aceptó; 0: nunca',
  'onboarding.taxForms':
    'Formularios fiscales de Estados Unidos que los creadores entregan firmados cuando sus respuestas lo piden: W-9 de personas estadounidenses, W-8BEN y W-8BEN-E de otros que cobran desde Estados Unidos',
  'onboarding.askProofOfAddress': 'Si un creador tiene que mostrar una factura o carta con su dirección',
  'onboarding.depositDays': 'Días tras los que ya no se pueden decir los importes que se enviaron',
  'onboarding.depositRounds':
    'Cuántas veces en 30 días se pueden enviar importes a un creador: cada vez cuesta dos transferencias',
  'onboarding.depositTries': 'Intentos que tiene un creador para decir los importes que se enviaron',
  'onboarding.identityChecksPerDay':
    'Comprobaciones con un proveedor de identidad que un creador puede empezar en un día',
  'onboarding.mostSocialProfiles': 'Perfiles sociales que puede nombrar un creador',
  'onboarding.payerCountry':
    'País desde el que se paga a los creadores, en dos letras: decide qué formularios fiscales rellenan',
  'onboarding.socialChecksPerDay': 'Veces que se miran en un día los perfiles de un creador',
  'onboarding.socialStaffDays':
    'Días durante los que un revisor puede buscar el código de un perfil después de que el creador diga que está ahí',
  'onboarding.socialCodeHours': 'Horas durante las que vale un código que demuestra un perfil social',
  'onboarding.socialPagesRead':
    'Plataformas cuyas páginas públicas se leen para encontrar el código; en las demás mira un revisor',
  'onboarding.businessDays':
    'Días en los que hay alguien en la mesa: solo cuentan sus horas para el plazo en el que se decide una solicitud',
  'onboarding.checklistNeeded':
    'Si hay que marcar cada documento como legible, vigente y auténtico antes de aceptar su apartado',
  'onboarding.claimMinutes': 'Minutos tras los que un caso que un revisor tiene sin hacer nada vuelve a la cola',
  'onboarding.deskCloses':
    'Hora del día a la que cierra la mesa; si no es posterior a la de apertura, está abierta todo el día',
  'onboarding.deskHolidays': 'Días en los que no hay nadie en la mesa, escritos como 2026-12-25',
  'onboarding.deskOpens': 'Hora del día a la que abre la mesa',
  'onboarding.deskTimeZone': 'Zona horaria de la mesa, como Europe/Madrid',
  'onboarding.expiryReminderDays': 'Días antes de que caduque algo aceptado en los que se avisa al creador',
  'onboarding.fourEyes': 'Qué casos necesitan dos revisores: el primero propone y otro confirma',
  'onboarding.reapplyDays':
    'Días tras un rechazo hasta que el creador puede volver a solicitarlo, propuestos al revisor que rechaza',
  'onboarding.reviewProofMinutes':
    'Minutos durante los que una sesión que ha demostrado de quién es puede tomar casos y ver lo que entregaron los creadores',
  'onboarding.reverifyDays':
    'Días en los que un creador aprobado entrega de nuevo lo que cambió después de comprobarse',
  'onboarding.riskyHints':
    'Indicios que hacen que un caso sea de alto riesgo, en cualquier momento en que se encuentren',
  'onboarding.handOffMinutes': 'Minutos durante los que vale el código que pasa una solicitud a un teléfono',
  'onboarding.handOffHours': 'Horas tras las que se cierra la sesión de un teléfono que recibió una solicitud',
  'onboarding.largestDeposit':
    'El mayor de los importes que se envían para comprobar una cuenta, en la unidad más pequeña de su moneda',
  'onboarding.leastDeposit':
    'El menor de los importes que se envían para comprobar una cuenta, en la unidad más pequeña de su moneda',
  'onboarding.minimumAge': 'Años que debe tener como mínimo un creador',
  'onboarding.reviewHours': 'Horas de apertura de la mesa en las que se debe decidir una solicitud',
  'onboarding.sectionsAsked':
    'Secciones de la solicitud que un creador entrega antes de la aprobación; las demás pueden seguir después',
  'audit.exportHours': 'Horas durante las que se puede descargar una exportación de la auditoría',
  'audit.headMinutes': 'Minutos entre dos cabezas firmadas de la auditoría',
  'audit.sealSeconds':
    'Segundos tras los que un evento sin sitio en la cadena de auditoría hace fallar la comprobación de estado',
  'audit.tailSeconds':
    'Segundos entre dos notas, fuera de la base de datos, de dónde termina la auditoría. Se suman a lo que cada proceso anota de lo que registra y sobreviven a una caída de la máquina. 0: ninguna.',
  'documents.checkSeconds': 'Segundos que puede durar el examen de un documento; lo que tarda más se rechaza',
  'documents.maxBytes': 'Archivo más grande que se acepta como documento',
  'documents.maxPages': 'Páginas que puede tener como máximo un PDF entregado como documento',
  'documents.maxPixels': 'Píxeles que puede tener como máximo la imagen de un documento',
  'documents.minSidePixels': 'Anchura y altura mínimas de la imagen de un documento: lo más pequeño no se puede leer',
  'documents.openUploads': 'Subidas que una persona puede tener empezadas y sin terminar',
  'documents.silenceSeconds': 'Segundos sin un byte tras los que se borra una subida sin terminar',
  'documents.supersededDays':
    'Días que se guarda un documento sustituido por el que se comprobó algo, tras decidir sobre el nuevo',
  'documents.types': 'Clases de archivos que se aceptan como documentos, reconocidas por su contenido',
  'documents.uploadsPerHour': 'Subidas que una persona puede empezar en una hora',
  'imaging.tellReadyMinutes':
    'Minutos que alguien tiene que estar fuera para que se le avise de que hay imágenes listas; al menos uno más de lo que vive un token de acceso',
  'imaging.cfgScale': 'Cuánto sigue una imagen a su prompt',
  'imaging.count': 'Imágenes en una petición',
  'imaging.dispatchRetryLimit': 'Intentos, tras el primero, de llegar al motor de imágenes',
  'imaging.receiptDays': 'Días que se conservan los recibos de los avisos del motor después de terminar su solicitud',
  'imaging.keepDeletedDays': 'Días en los que se puede recuperar una imagen borrada',
  'imaging.linkSeconds': 'Vida de un enlace a una imagen, en segundos',
  'imaging.loraModels': 'Modelos LoRA que ofrece el estudio',
  'imaging.loraWeight': 'Fuerza de un modelo LoRA',
  'imaging.maxLoras': 'Modelos LoRA en una petición',
  'imaging.maxPictureBytes': 'Imagen más grande que se acepta de un motor, en bytes',
  'imaging.maxPicturePixels': 'Imagen más grande que se acepta de un motor, en píxeles',
  'imaging.monthlyQuota': 'Imágenes que puede pedir una persona en un mes natural',
  'imaging.negativePromptMaxLength': 'Prompt negativo más largo, en caracteres',
  'imaging.promptMaxLength': 'Prompt más largo, en caracteres',
  'imaging.resolutions': 'Resoluciones que se ofrecen',
  'imaging.aspectRatios': 'Formatos que se ofrecen',
  'imaging.styles': 'Estilos que se ofrecen',
  'imaging.usualResolution': 'Resolución si no se dice nada; la primera que se ofrece, si esta no se ofrece',
  'imaging.usualAspectRatio': 'Formato si no se dice nada; el primero que se ofrece, si este no se ofrece',
  'imaging.usualStyle': 'Estilo si no se dice nada; el primero que se ofrece, si este no se ofrece',
  'imaging.steps': 'Pasos de muestreo',
  'imaging.timeoutSeconds': 'Segundos tras los que se da por perdida una petición que no volvió',
  'inbox.keepDays': 'Días durante los que la bandeja de una persona guarda un aviso',
  'mail.attempts': 'Intentos de entregar un correo antes de darlo por devuelto',
  'mail.keepDays': 'Días durante los que la bandeja de salida guarda un correo',
  'mail.sender': 'Remitente de los correos, como Estudio <estudio@mail.example>; vacío: el del entorno',
  'mail.smtpUrl':
    'Servidor de correo, como smtp://usuario:contraseña@mail.example:587 (una contraseña solo se envía por TLS) o smtps://…; mientras no esté puesto, el del entorno',
  'mail.retrySeconds':
    'Segundos hasta volver a intentar un correo que no se pudo entregar; se duplican tras cada intento, hasta una hora',
} satisfies Record<string, string>;
