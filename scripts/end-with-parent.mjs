// Preloaded into programs that are not ours: neither they nor what they have started outlives the process that started them.
process.on('disconnect', () => {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } finally {
    process.exit();
  }
});
// Or no program would come to its end while it listens for this.
process.channel?.unref();
