// Stands in for the native logger of the VS Code host, which npm cannot build everywhere.
// The Output panel shows what this writes, so it has to be a real log file.
const { appendFile } = require('node:fs');
const { mkdir } = require('node:fs/promises');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = 2;
    this.plain = false;
    this.queue = '';
    this.writing = false;
  }
  write(level, text) {
    if (level < this.level) return;
    this.queue += this.plain
      ? text
      : `${new Date().toISOString().replace('T', ' ').slice(0, -1)} [${levels[level]}] ${text}\n`;
    this.flush();
  }
  flush() {
    if (this.writing || this.queue === '') return;
    const text = this.queue;
    this.queue = '';
    this.writing = true;
    appendFile(this.file, text, () => {
      this.writing = false;
      this.flush();
    });
  }
  trace(text) {
    this.write(0, text);
  }
  debug(text) {
    this.write(1, text);
  }
  info(text) {
    this.write(2, text);
  }
  warn(text) {
    this.write(3, text);
  }
  error(text) {
    this.write(4, text);
  }
  critical(text) {
    this.write(5, text);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.plain = true;
  }
  setPattern() {}
  drop() {}
}

async function create(_name, file) {
  await mkdir(dirname(file), { recursive: true });
  return new Logger(file);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
