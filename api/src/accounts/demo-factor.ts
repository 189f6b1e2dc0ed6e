/** The authenticator app of the fictional staff: public, like their passwords, and never in production. */
export const demoTotpSecret = 'INFLUENCEGENDEMOSECRETPUBLIC2345';
