/** What every JavaScript host of the server has, Node and web worker alike. Everything else is injected. */
declare function setTimeout(callback: () => void, milliseconds?: number): number | object;
declare function clearTimeout(timer: number | object | undefined): void;
declare function setInterval(callback: () => void, milliseconds?: number): number | object;
declare function clearInterval(timer: number | object | undefined): void;
declare const performance: { now(): number };
