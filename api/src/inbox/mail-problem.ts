import { registerEnumType } from 'type-graphql';

/** What keeps a mail here, as far as it can be told from what the last try met. */
export enum MailProblem {
  UNREACHABLE = 'UNREACHABLE',
  NOT_FOUND = 'NOT_FOUND',
  SILENT = 'SILENT',
  BROKEN_OFF = 'BROKEN_OFF',
  NOT_SECURE = 'NOT_SECURE',
  SIGN_IN_REFUSED = 'SIGN_IN_REFUSED',
  LATER = 'LATER',
  ADDRESS_REFUSED = 'ADDRESS_REFUSED',
  REFUSED = 'REFUSED',
  OTHER = 'OTHER',
}
registerEnumType(MailProblem, {
  name: 'MailProblem',
  description: 'What keeps a mail from leaving.',
  valuesConfig: {
    UNREACHABLE: { description: 'No connection to the mail server comes about.' },
    NOT_FOUND: { description: 'Nothing is known under the name of the mail server.' },
    SILENT: { description: 'The mail server does not answer in time.' },
    BROKEN_OFF: { description: 'The conversation ended early, or what answers does not speak SMTP.' },
    NOT_SECURE: { description: 'No TLS with a certificate that somebody vouches for.' },
    SIGN_IN_REFUSED: { description: 'The mail server does not take the user name or the password.' },
    LATER: { description: 'The mail server asks to be tried later.' },
    ADDRESS_REFUSED: { description: 'There is no such mailbox, or it takes nothing.' },
    REFUSED: { description: 'The mail server does not take the mail: its sender, its recipient or what it says.' },
    OTHER: { description: 'Something else; its code is all that is known.' },
  },
});

/** By the codes of Node and of nodemailer. */
const onTheWay: ReadonlyMap<string, MailProblem> = new Map(
  Object.entries({
    ECONNREFUSED: MailProblem.UNREACHABLE,
    EHOSTUNREACH: MailProblem.UNREACHABLE,
    ENETUNREACH: MailProblem.UNREACHABLE,
    ESOCKET: MailProblem.UNREACHABLE,
    EDNS: MailProblem.NOT_FOUND,
    ENOTFOUND: MailProblem.NOT_FOUND,
    EAI_AGAIN: MailProblem.NOT_FOUND,
    ETIMEDOUT: MailProblem.SILENT,
    ECONNECTION: MailProblem.BROKEN_OFF,
    ECONNRESET: MailProblem.BROKEN_OFF,
    EPIPE: MailProblem.BROKEN_OFF,
    EPROTOCOL: MailProblem.BROKEN_OFF,
    ETLS: MailProblem.NOT_SECURE,
    EREQUIRETLS: MailProblem.NOT_SECURE,
    EAUTH: MailProblem.SIGN_IN_REFUSED,
    ENOAUTH: MailProblem.SIGN_IN_REFUSED,
    EENVELOPE: MailProblem.REFUSED,
    EMESSAGE: MailProblem.REFUSED,
  }),
);

/** By what the other side said: RFC 5321 and 4954, and the enhanced codes of RFC 3463. */
const answered: readonly (readonly [RegExp, MailProblem])[] = [
  [/^4/, MailProblem.LATER],
  [/^53[0458]/, MailProblem.SIGN_IN_REFUSED],
  // 5.1.7 and 5.1.8 are about the sender.
  [/^5\d\d 5\.(1\.(?![78]$)|2\.)/, MailProblem.ADDRESS_REFUSED],
  [/^5/, MailProblem.REFUSED],
  [/^\d/, MailProblem.BROKEN_OFF],
  [/CERT|SSL|TLS|SIGNATURE/, MailProblem.NOT_SECURE],
];

/** `failure`: what a mail keeps of its last try, such as `535 5.7.8` or `ECONNREFUSED`. */
export const mailProblemOf = (failure: string): MailProblem =>
  onTheWay.get(failure) ?? answered.find(([said]) => said.test(failure))?.[1] ?? MailProblem.OTHER;
