/** A feature is declared wrongly. It stops the start, rather than fail at the first call. */
export class CatalogError extends Error {
  /**
   * @param where class and method, `InvoiceTools.findInvoice` for example
   * @param fault what was found
   * @param remedy what to do
   */
  constructor(
    readonly where: string,
    fault: string,
    remedy: string,
  ) {
    super(`${where}: ${fault}. ${remedy}`);
    this.name = 'CatalogError';
  }
}
