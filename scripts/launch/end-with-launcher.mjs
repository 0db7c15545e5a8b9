// Loaded into the server before its own code. The channel to the launcher closes however the launcher ends, even by
// SIGKILL; the server then shuts down as if it had been asked to.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
