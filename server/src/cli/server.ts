/** Starts the language server in this process. No other command loads what it needs beyond them. */
export async function startServer(): Promise<void> {
  const [{ startServer: start }, { connect, runtime }] = await Promise.all([
    import('../lsp/server'),
    import('../lsp/node'),
  ]);
  start(connect(), runtime);
}
