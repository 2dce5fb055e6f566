// Loaded into a server that listens on any free port and does not say which: it prints `port N`.
const { Server } = require('node:net');

const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  this.once('listening', () => process.stdout.write(`port ${this.address().port}\n`));
  return listen.apply(this, args);
};
