/** A feature declared wrongly. It stops the start: better than a tool that fails at its first call. */
export class CatalogError extends Error {
  /**
   * @param where class and method, `InvoiceTools.findInvoice` for example
   * @param fault what was found
   * @param mend what to do
   */
  constructor(
    readonly where: string,
    fault: string,
    mend: string,
  ) {
    super(`${where}: ${fault}. ${mend}`);
    this.name = 'CatalogError';
  }
}
