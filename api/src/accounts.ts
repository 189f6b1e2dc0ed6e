import { accountsCommand } from './accounts-command.ts';
import { runCommand } from './command-line.ts';

runCommand('accounts', (args, { db }) => accountsCommand(args, db));
