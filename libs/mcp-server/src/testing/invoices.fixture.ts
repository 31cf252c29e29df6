import { Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';

/** Tools that need one right each. */
@Injectable()
export class InvoiceTools {
  @Tool({ name: 'read_invoice', description: 'Reads.', scopes: ['invoices:read'] })
  read() {
    return 'an invoice';
  }

  @Tool({ name: 'pay_invoice', description: 'Pays.', scopes: ['invoices:pay'] })
  pay() {
    return 'paid';
  }
}

@Module({ providers: [InvoiceTools] })
export class InvoicesModule {}
