/** Whatever can be cut off in the middle. `npm run test:crash`, about eight minutes; `-- --kills 5 --seed 7` for less, or again. */
await import('./crash-imaging.ts');
await import('./crash-documents.ts');
