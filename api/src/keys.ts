// Declares every column that holds sealed values.
import './app.ts';
import { runCommand } from './command-line.ts';
import { keysCommand } from './keys-command.ts';

runCommand('keys', (args, { db }) => keysCommand(args, db));
