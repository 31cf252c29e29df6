import { Inject, Injectable, Scope, type Provider } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { Tool, type ToolContext } from '@repo/mcp-core';

/** A tool that every kind of shelf has. */
abstract class Shelf {
  protected abstract readonly books: readonly string[];

  @Tool({ name: 'inherited_tool', description: 'Is declared in an abstract class.' })
  list() {
    return this.books.join(', ');
  }
}

@Injectable()
class Novels extends Shelf {
  protected override readonly books = ['Emma', 'Persuasion'];
}

class Clerk {
  constructor(private readonly name: string) {}

  @Tool({ name: 'factory_tool', description: 'Is on what a factory makes.' })
  whoServes() {
    return this.name;
  }
}

class Sign {
  constructor(private readonly words: string) {}

  @Tool({ name: 'value_tool', description: 'Is on a value.' })
  read() {
    return this.words;
  }
}

@Injectable({ scope: Scope.REQUEST })
class PerCall {
  constructor(@Inject(REQUEST) private readonly context: ToolContext) {}

  @Tool({ name: 'scoped_tool', description: 'Is on an instance of its own for each call.' })
  era() {
    return this.context.client.era;
  }
}

/** All the ways in which Nest provides a class with tools. */
export const providedTools: Provider[] = [
  Novels,
  PerCall,
  { provide: 'clerk', useFactory: () => Promise.resolve(new Clerk('Grace')) },
  { provide: 'sign', useValue: new Sign('Open') },
];
