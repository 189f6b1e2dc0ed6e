// Preloaded into programs that are not ours: they must not outlive the process that started them.
process.on('disconnect', () => process.exit());
