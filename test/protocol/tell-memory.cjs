// Loaded in front of the server by a test: answers every message with the bytes on the heap that are still in use.
process.on('message', () => {
  globalThis.gc();
  globalThis.gc();
  process.send(process.memoryUsage());
});
process.channel?.unref();
