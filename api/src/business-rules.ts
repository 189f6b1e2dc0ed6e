// Declares every setting that the product reads.
import './app.ts';
import { businessRules } from './settings/business-rules.ts';

process.stdout.write(businessRules());
