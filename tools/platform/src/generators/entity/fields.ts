import { namesOf } from '../naming';

/** A kind of field: its column, its TypeScript, and a value for the spec. */
interface FieldType {
  readonly column: string;
  readonly type: string;
  readonly sample: string;
}

const TYPES: Readonly<Record<string, FieldType>> = {
  string: { column: 'text', type: 'string', sample: "'text'" },
  int: { column: 'integer', type: 'number', sample: '7' },
  number: { column: 'double precision', type: 'number', sample: '1.5' },
  boolean: { column: 'boolean', type: 'boolean', sample: 'true' },
  date: { column: 'date', type: 'string', sample: "'2026-07-28'" },
  time: { column: 'timestamptz', type: 'Date', sample: "new Date('2026-07-28T10:00:00Z')" },
  json: { column: 'jsonb', type: 'Record<string, unknown>', sample: '{ key: 1 }' },
  uuid: {
    column: 'uuid',
    type: 'string',
    sample: "'00000000-0000-4000-8000-000000000000'",
  },
};

export interface Field extends FieldType {
  /** In TypeScript. */
  readonly name: string;
  /** In SQL. */
  readonly columnName: string;
  readonly isOptional: boolean;
}

/**
 * @param texts such as `number:string` and `paidAt:time?`
 * @throws {Error} which field is wrong, and what may stand there
 */
export function parseFields(texts: readonly string[]): Field[] {
  const fields = texts.map(parseField);
  if (fields.length === 0) throw new Error('Say which columns: --fields number:string,amount:int.');
  const names = ['id', ...fields.map(({ columnName }) => columnName)];
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw new Error(`The column ${twice} is there twice; id is there by itself.`);
  }
  return fields;
}

function parseField(text: string): Field {
  const [, name = '', typeName = '', mark] =
    /^([a-z][A-Za-z0-9]{0,49}):([a-z]+)(\?)?$/.exec(text) ?? [];
  const type = TYPES[typeName];
  if (type === undefined) {
    throw new Error(
      `"${text}" is no field such as dueOn:date, or dueOn:date? where it may be missing. Types: ${Object.keys(TYPES).join(', ')}.`,
    );
  }
  return { ...type, name, columnName: columnNameOf(name), isOptional: mark !== undefined };
}

/** `dueOn` is the column `due_on`. */
export function columnNameOf(name: string): string {
  return namesOf(name).fileName.replaceAll('-', '_');
}
