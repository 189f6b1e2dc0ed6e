// Declares every column that holds sealed values.
import './app.ts';
import { dataDictionary } from './privacy/data-dictionary.ts';

process.stdout.write(dataDictionary());
