/** The server's one entry: what differs between a Node process and a web worker is loaded where it is used. */
import { startServer } from './server';

const here = 'WorkerGlobalScope' in globalThis ? import('./browser') : import('./node');
void here.then(({ connect, runtime }) => startServer(connect(), runtime));
