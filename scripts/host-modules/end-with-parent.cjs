// Loaded into the VS Code server: it ends when the script that started it is gone, even when that was killed outright.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, 1000).unref();
